/** Text to video, from the first clip to a job that fails. */
import type { JobDraft } from '../../electron/contract';
import type { RunningApp } from '../app/support/running-app';
import { type Camera, LEAST, USUAL } from './camera';
import { clipIsShown, examplesOf, open, PATIENCE_MS, saveDialog, withRequest } from './steps';

/** Enough to be at work while its pictures are taken. */
const LONG_STEPS = 1000;

export async function emptyPages(app: RunningApp, camera: Camera): Promise<void> {
  const { page } = app;
  await page.getByRole('list', { name: 'Examples' }).waitFor();
  await camera.take('create-empty', [USUAL, LEAST]);
  for (const name of ['Clip', 'Parallelism']) {
    const fold = page.getByRole('button', { name }).and(page.locator('[aria-expanded]'));
    await fold.click();
    await camera.take(`create-${name.toLowerCase()}`);
    await fold.click();
  }
  for (const name of ['queue', 'library']) {
    await open(app, name);
    await camera.take(`${name}-empty`);
  }
}

/** Makes one from an example, shows it where it was made, and is about to save it. */
export async function firstClip(app: RunningApp, camera: Camera): Promise<JobDraft> {
  const { page } = app;
  await open(app, 'create');
  await page.getByRole('list', { name: 'Examples' }).getByRole('button').first().click();
  await page.getByRole('button', { name: 'Generate' }).click();
  await clipIsShown(app);
  await camera.take('create-result', [USUAL, LEAST]);
  await saveDialog(app, camera, 'save-clip');
  const { results } = await app.ask('library.list', { search: '', offset: 0, limit: 1 });
  return (await app.ask('library.get', { result: results[0]?.id ?? '' })).draft;
}

/** The other examples, and the first once more on one device. */
export async function moreClips(app: RunningApp, draft: JobDraft): Promise<void> {
  for (const [i, prompt] of (await examplesOf(app, draft, 6)).slice(1).entries()) {
    const job = await app.ask('queue.add', withRequest(draft, { prompt, seed: i + 1 }));
    await app.finished(job, PATIENCE_MS);
  }
  const alone = { ...draft, parallelism: { ...draft.parallelism, automatic: false, degree: 1 } };
  await app.finished(await app.ask('queue.add', alone), PATIENCE_MS);
}

export async function jobsAtWork(app: RunningApp, camera: Camera, draft: JobDraft): Promise<void> {
  const { page } = app;
  const jobs: string[] = [];
  for (const prompt of await examplesOf(app, draft, 3)) {
    jobs.push(await app.ask('queue.add', withRequest(draft, { prompt, steps: LONG_STEPS })));
  }
  const [running = '', next = '', last = ''] = jobs;
  await open(app, 'create');
  await page.getByRole('button', { name: 'Watch the running job' }).click();
  // By then the preview shows what it will be.
  await app.until(
    'queue.get',
    undefined,
    ({ jobs: [first] }) => first?.progress?.stage === 'denoise' && first.progress.done > LONG_STEPS / 4,
    PATIENCE_MS,
  );
  await camera.take('create-running', [USUAL, LEAST]);
  for (const name of ['queue', 'devices']) {
    await open(app, name);
    await camera.take(`${name}-running`);
  }
  await open(app, 'create');
  await page.getByRole('button', { name: 'Telemetry' }).click();
  await camera.take('telemetry-running');
  await cancel(app, last);
  await cancel(app, running);
  await app.denoising(next, PATIENCE_MS);
}

/** The running job loses a device. */
export async function failedJob(app: RunningApp, camera: Camera, draft: JobDraft): Promise<void> {
  const { page } = app;
  await open(app, 'create');
  await page.getByRole('button', { name: 'Watch the running job' }).click();
  const [device] = await app.engineProcesses('device');
  if (device !== undefined) process.kill(device, 'SIGKILL');
  await page.getByText('This clip could not be made').waitFor();
  await camera.take('create-failed', [USUAL, LEAST]);
  const running = await app.ask('queue.add', withRequest(draft, { seed: 14, steps: LONG_STEPS }));
  const waiting = await app.ask('queue.add', withRequest(draft, { seed: 15 }));
  await app.denoising(running, PATIENCE_MS);
  await open(app, 'queue');
  await camera.take('queue-full', [USUAL, LEAST]);
  await cancel(app, waiting);
  await cancel(app, running);
}

/** A job that is done by then is as good: a busy machine takes its time over pictures. */
const cancel = (app: RunningApp, job: string): Promise<unknown> => app.answer('queue.cancel', { job });
