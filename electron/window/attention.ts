import { type BrowserWindow, Notification, powerSaveBlocker } from 'electron';
import { nounOf, titleOf } from '../../workers/api';
import type { BenchmarkProgress, BenchmarkState, Job, Queue, Settings } from '../contract';
import type { EventHub } from '../ipc/event-hub';

export type AttentionOptions = {
  readonly hub: EventHub;
  readonly window: () => BrowserWindow | undefined;
  readonly settings: () => Settings;
};

/** Tells of what runs where the window is not looked at: in the taskbar, and by a notification when it ends. */
export function drawAttention({ hub, window, settings }: AttentionOptions): void {
  let job: Job | undefined;
  let benchmark: BenchmarkProgress | null = null;
  let blocker: number | undefined;

  hub.on('queue.changed', ({ jobs }: Queue) => {
    const last = job;
    job = jobs.find(({ state }) => state === 'running');
    showWork();
    if (last === undefined) return;
    const now = jobs.find(({ id }) => id === last.id);
    const { request } = last.draft;
    if (now?.state === 'failed')
      notify(`The ${nounOf(request.kind)} could not be made`, now.error?.message ?? '');
    if (now === undefined) notify(`Your ${nounOf(request.kind)} is ready`, titleOf(request));
  });

  hub.on('job.progress', ({ jobId, progress }) => {
    if (job?.id !== jobId) return;
    job = { ...job, progress };
    showWork();
  });

  hub.on('benchmark.changed', ({ running, ended }: BenchmarkState) => {
    const last = benchmark;
    benchmark = running;
    showWork();
    if (last === null || running !== null || ended === null) return;
    if (ended.problem !== null) notify('The benchmark failed', ended.problem);
    if (ended.report !== null) notify('The benchmark is done', last.title);
  });

  function showWork(): void {
    const target = window();
    if (target !== undefined && !target.isDestroyed()) target.setProgressBar(taskbarPart(job, benchmark));
    // A workstation that falls asleep would leave the work half done.
    if (job !== undefined || benchmark !== null) {
      blocker ??= powerSaveBlocker.start('prevent-app-suspension');
    } else if (blocker !== undefined) {
      powerSaveBlocker.stop(blocker);
      blocker = undefined;
    }
  }

  function notify(title: string, body: string): void {
    const target = window();
    const isLookedAt = target === undefined || target.isDestroyed() || target.isFocused();
    if (isLookedAt || !settings().notifyWhenDone || !Notification.isSupported()) return;
    const notification = new Notification({ title, body: body.slice(0, 200) });
    notification.on('click', () => {
      target.show();
      target.focus();
    });
    notification.show();
  }
}

/** From 0 to 1; below 0 takes the bar away, above 1 only shows that something is going on. */
function taskbarPart(job: Job | undefined, benchmark: BenchmarkProgress | null): number {
  if (job === undefined) return benchmark?.share ?? -1;
  const { startedAt, progress } = job;
  if (startedAt === null || progress?.secondsLeft == null) return 2;
  const spent = (Date.now() - startedAt) / 1000;
  return Math.min(1, spent / Math.max(0.001, spent + progress.secondsLeft));
}
