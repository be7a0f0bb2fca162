import type { JobDraft } from '../../electron/contract';
import type { RunningApp } from '../app/support/running-app';
import { type Camera, LEAST, USUAL } from './camera';

const CLIP_DEADLINE_MS = 300_000;
/** Enough to be at work while its pictures are taken. */
const LONG_STEPS = 1000;

/** Walks through every page and state as a user does, and takes pictures on the way. */
export async function tour(app: RunningApp, camera: Camera): Promise<void> {
  await emptyPages(app, camera);
  const draft = await firstClip(app, camera);
  await moreClips(app, draft);
  await jobsAtWork(app, camera, draft);
  await failedJob(app, camera, draft);
  await sounds(app, camera);
  await clipsOfTheLibrary(app, camera);
  await otherPages(app, camera);
}

/** What a display of fine pixels shows of the newest result. */
export async function closeUp(app: RunningApp, camera: Camera): Promise<void> {
  const { page } = app;
  await open(app, 'library');
  await page
    .getByRole('button', { name: /^Open “/ })
    .last()
    .click();
  await page.getByRole('button', { name: 'Open in Create' }).click();
  await clipIsShown(app);
  await camera.take('scale-2-create-result', [USUAL, LEAST]);
}

async function emptyPages(app: RunningApp, camera: Camera): Promise<void> {
  const { page } = app;
  await page.getByRole('list', { name: 'Examples' }).waitFor();
  await camera.take('create-empty', [USUAL, LEAST]);
  for (const name of ['Clip', 'Parallelism']) {
    const fold = page.getByRole('button', { name, exact: false }).and(page.locator('[aria-expanded]'));
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
async function firstClip(app: RunningApp, camera: Camera): Promise<JobDraft> {
  const { page } = app;
  await open(app, 'create');
  await page.getByRole('list', { name: 'Examples' }).getByRole('button').first().click();
  await page.getByRole('button', { name: 'Generate' }).click();
  const { results } = await app.until(
    'library.list',
    { search: '', offset: 0, limit: 1 },
    ({ total }) => total === 1,
    CLIP_DEADLINE_MS,
  );
  await clipIsShown(app);
  await camera.take('create-result', [USUAL, LEAST]);
  await saveDialog(app, camera, 'save-clip');
  return (await app.ask('library.get', { result: results[0]?.id ?? '' })).draft;
}

async function moreClips(app: RunningApp, draft: JobDraft): Promise<void> {
  for (const [i, prompt] of (await examplesOf(app, draft, 6)).slice(1).entries()) {
    const job = await app.ask('queue.add', withRequest(draft, { prompt, seed: i + 1 }));
    await app.finished(job, CLIP_DEADLINE_MS);
  }
}

async function examplesOf(app: RunningApp, draft: JobDraft, most: number): Promise<string[]> {
  const { models } = await app.ask('models.list');
  return models.find(({ id }) => id === draft.model)?.examples.slice(0, most) ?? [];
}

async function jobsAtWork(app: RunningApp, camera: Camera, draft: JobDraft): Promise<void> {
  const { page } = app;
  const jobs: string[] = [];
  for (const prompt of await examplesOf(app, draft, 3)) {
    jobs.push(await app.ask('queue.add', withRequest(draft, { prompt, steps: LONG_STEPS })));
  }
  const [running = ''] = jobs;
  await page.getByRole('button', { name: 'Watch the running job' }).click();
  await app.denoising(running);
  // By then the preview shows what it will be.
  await app.until(
    'queue.get',
    undefined,
    ({ jobs: [first] }) =>
      (first?.progress?.done ?? 0) > LONG_STEPS / 4 && first?.progress?.stage === 'denoise',
    CLIP_DEADLINE_MS,
  );
  await camera.take('create-running', [USUAL, LEAST]);
  for (const name of ['queue', 'devices']) {
    await open(app, name);
    await camera.take(`${name}-running`);
  }
  await open(app, 'create');
  await page.getByRole('button', { name: 'Telemetry' }).click();
  await camera.take('telemetry-running');
  await app.ask('queue.cancel', { job: jobs[2] ?? '' });
  await app.ask('queue.cancel', { job: running });
  await app.denoising(jobs[1] ?? '');
}

/** The second job loses a device. */
async function failedJob(app: RunningApp, camera: Camera, draft: JobDraft): Promise<void> {
  const { page } = app;
  await open(app, 'create');
  await page.getByRole('button', { name: 'Watch the running job' }).click();
  const [device] = await app.engineProcesses('device');
  if (device !== undefined) process.kill(device, 'SIGKILL');
  await page.getByText('This clip could not be made').waitFor();
  await camera.take('create-failed', [USUAL, LEAST]);
  await app.ask('queue.add', withRequest(draft, { seed: 14, steps: LONG_STEPS }));
  const waiting = await app.ask('queue.add', withRequest(draft, { seed: 15 }));
  await app.until('queue.get', undefined, ({ jobs: [first] }) => first?.progress?.stage === 'denoise');
  await open(app, 'queue');
  await camera.take('queue-full', [USUAL, LEAST]);
  await app.ask('queue.cancel', { job: waiting });
  for (const { id, state } of (await app.ask('queue.get')).jobs) {
    if (state === 'running') await app.ask('queue.cancel', { job: id });
  }
}

async function sounds(app: RunningApp, camera: Camera): Promise<void> {
  const { page } = app;
  await open(app, 'create');
  const mode = page.getByRole('radiogroup', { name: 'Mode' });
  await mode.getByText('Text → Audio').click();
  await page.getByText('What should be heard?').waitFor();
  await camera.take('sound-empty');
  await page.getByRole('textbox', { name: 'Prompt', exact: true }).fill('a piano playing a rising scale');
  await page.getByRole('textbox', { name: 'Variants' }).fill('3');
  await page.getByRole('button', { name: 'Generate' }).click();
  await page.getByRole('button', { name: 'Play' }).first().waitFor({ timeout: CLIP_DEADLINE_MS });
  await camera.take('sound-result', [USUAL, LEAST]);
  await saveDialog(app, camera, 'save-sound');
  await mode.getByText('Text → Video').click();
}

async function clipsOfTheLibrary(app: RunningApp, camera: Camera): Promise<void> {
  const { page } = app;
  await open(app, 'library');
  const card = page.getByRole('button', { name: /^Open “/ }).last();
  await card.waitFor();
  await camera.take('library', [USUAL, LEAST]);
  await card.click();
  await page.getByRole('button', { name: 'Full telemetry' }).waitFor();
  await camera.take('details');
  await page.getByRole('button', { name: 'Full telemetry' }).click();
  await page.getByRole('heading', { name: 'Telemetry' }).waitFor();
  await camera.take('telemetry');
}

/** What the rail leads to besides, and the shortcuts. */
async function otherPages(app: RunningApp, camera: Camera): Promise<void> {
  const shown = ['create', 'queue', 'library'];
  const pages = await app.page
    .locator('nav [data-page]')
    .evaluateAll((links) => links.map((link) => link.getAttribute('data-page') ?? ''));
  for (const name of pages.filter((known) => !shown.includes(known))) {
    await open(app, name);
    await camera.take(name, [USUAL, LEAST]);
  }
  await open(app, 'create');
  await app.page.locator('body').press('?');
  await app.page.getByRole('dialog').waitFor();
  await camera.take('shortcuts');
}

async function saveDialog({ page }: RunningApp, camera: Camera, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Save…' }).click();
  const dialog = page.getByRole('dialog');
  // What the machine can encode is asked first.
  await dialog.locator('button[type="submit"]:enabled').waitFor();
  await camera.take(name);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'hidden' });
}

const open = (app: RunningApp, page: string): Promise<void> =>
  app.page.locator(`nav [data-page="${page}"]`).click();

const clipIsShown = ({ page }: RunningApp): Promise<void> =>
  page.getByRole('toolbar', { name: 'Player' }).waitFor();

function withRequest(draft: JobDraft, change: Readonly<Record<string, unknown>>): JobDraft {
  // The app checks it as it checks every draft.
  return { ...draft, request: { ...draft.request, ...change } as JobDraft['request'] };
}
