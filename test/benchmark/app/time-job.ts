import type { JobDraft, StudioBridge } from '../../../electron/contract';
import type { RunningApp } from '../../app/support/running-app';

/** Makes a clip while the stage shows it; gives the seconds from asking for it until it is in the library. */
export async function timeJob({ page }: RunningApp, draft: JobDraft): Promise<number> {
  const done = page.evaluate((asked) => {
    const { studio } = window as unknown as { studio: StudioBridge };
    return new Promise<number>((resolve, reject) => {
      const started = performance.now();
      const stopListening = studio.on('job.finished', () => {
        stopListening();
        resolve((performance.now() - started) / 1000);
      });
      const stopFollowing = studio.on('queue.changed', ({ jobs }) => {
        const { error } = jobs[0] ?? {};
        if (error) reject(new Error(`The job failed: ${error.message}`));
        if (jobs.length === 0 || error) stopFollowing();
      });
      void studio.request('queue.add', asked).then((answer) => {
        if (!answer.ok) reject(new Error(answer.error.message));
      });
    });
  }, draft);
  const [seconds] = await Promise.all([
    done,
    page.getByRole('button', { name: 'Watch the running job' }).click(),
  ]);
  return seconds;
}
