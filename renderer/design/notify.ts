import { notifications } from '@mantine/notifications';
import { sentenceOf } from '../bridge/client';

export function tellProblem(title: string, thrown: unknown): void {
  notifications.show({
    title,
    message: sentenceOf(thrown),
    color: 'red',
    autoClose: 10_000,
    closeButtonProps: { 'aria-label': 'Dismiss' },
    role: 'alert',
  });
}

export function tell(message: string): void {
  notifications.show({
    message,
    role: 'status',
    autoClose: 4000,
    closeButtonProps: { 'aria-label': 'Dismiss' },
  });
}

/** Does something that the app may refuse; a refusal is shown, never lost. */
export function attempt(failure: string, action: () => Promise<unknown>): void {
  action().catch((error: unknown) => tellProblem(failure, error));
}
