/** Whose telemetry is looked at. */
import { create } from 'zustand';
import { goInto } from '../../app/navigation';
import { useLibraryChanges } from '../../bridge/result-stores';

export type TelemetrySubject = { readonly kind: 'job' | 'result'; readonly id: string };

export const useTelemetrySubject = create<{ readonly subject: TelemetrySubject | undefined }>()(() => ({
  subject: undefined,
}));

export function openTelemetry(subject: TelemetrySubject): void {
  useTelemetrySubject.setState({ subject });
  goInto('telemetry');
}

/** A finished job goes on as its result under the same id. */
useLibraryChanges.subscribe(({ lastFinished }, before) => {
  const { subject } = useTelemetrySubject.getState();
  if (lastFinished === undefined || lastFinished === before.lastFinished) return;
  if (subject?.kind === 'job' && subject.id === lastFinished) {
    useTelemetrySubject.setState({ subject: { kind: 'result', id: lastFinished } });
  }
});
