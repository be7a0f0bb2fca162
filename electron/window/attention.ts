import { type BrowserWindow, Notification, powerSaveBlocker } from 'electron';
import { nounOf, titleOf } from '../../workers/api';
import type { Job, Queue, Settings } from '../contract';
import type { EventHub } from '../ipc/event-hub';

export type AttentionOptions = {
  readonly hub: EventHub;
  readonly window: () => BrowserWindow | undefined;
  readonly settings: () => Settings;
};

/** Tells of the running job where the window is not looked at: in the taskbar, and by a notification when it ends. */
export function drawAttention({ hub, window, settings }: AttentionOptions): void {
  let last: Job | undefined;
  let blocker: number | undefined;

  hub.on('queue.changed', (queue: Queue) => {
    const job = queue.jobs.find(({ state }) => state === 'running');
    const target = window();
    if (target !== undefined && !target.isDestroyed()) target.setProgressBar(taskbarPart(job));
    // A workstation that falls asleep would leave the job half done.
    if (job !== undefined) blocker ??= powerSaveBlocker.start('prevent-app-suspension');
    else if (blocker !== undefined) {
      powerSaveBlocker.stop(blocker);
      blocker = undefined;
    }
    const failed = queue.jobs.find(({ id, state }) => id === last?.id && state === 'failed');
    if (failed !== undefined)
      notify(`The ${nounOf(failed.draft.request.kind)} could not be made`, failed.error?.message ?? '');
    if (last !== undefined && queue.jobs.every(({ id }) => id !== last?.id)) {
      const { request } = last.draft;
      notify(`Your ${nounOf(request.kind)} is ready`, titleOf(request));
    }
    last = job;
  });

  const notify = (title: string, body: string): void => {
    const target = window();
    const isLookedAt = target === undefined || target.isDestroyed() || target.isFocused();
    if (isLookedAt || !settings().notifyWhenDone || !Notification.isSupported()) return;
    const notification = new Notification({ title, body: body.slice(0, 200) });
    notification.on('click', () => {
      target.show();
      target.focus();
    });
    notification.show();
  };
}

/** From 0 to 1; below 0 takes the bar away, above 1 only shows that something is going on. */
function taskbarPart(job: Job | undefined): number {
  if (job === undefined) return -1;
  const { startedAt, progress } = job;
  if (startedAt === null || progress?.secondsLeft == null) return 2;
  const spent = (Date.now() - startedAt) / 1000;
  return Math.min(1, spent / Math.max(0.001, spent + progress.secondsLeft));
}
