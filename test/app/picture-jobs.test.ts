/** Jobs made from pictures: in the queue, over the end of the app, cancelled and edited. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Goldens } from '../support/fixtures';
import { temporaryFolder } from '../support/jobs';
import { freshData, launch, type RunningApp } from './support/app';
import { chooseTinyModel, dropPictures, pictureNames, scene } from './support/pictures';

const env = { PARASTEP_MODELS_DIR: new Goldens('svd-tiny').bundle };

async function dropScene(app: RunningApp, name: string): Promise<void> {
  const path = join(temporaryFolder(), name);
  await scene(60, 40).png().toFile(path);
  await dropPictures(app, path);
}

/** Puts a job for the form's picture into the queue, and answers with its id. */
async function enqueue(app: RunningApp): Promise<string> {
  const before = (await app.ask('queue.get')).jobs.map(({ id }) => id);
  const button = app.page.getByRole('button', { name: /Generate|Add to the queue/ });
  await expect.poll(() => button.isEnabled()).toBe(true);
  await button.click();
  const { jobs } = await app.until('queue.get', undefined, (queue) => queue.jobs.length > before.length);
  return jobs.find(({ id }) => !before.includes(id))?.id ?? '';
}

it('waits in the queue with its picture over the end of the app, and the form remembers its own', async () => {
  const data = freshData();
  const first = await launch({ data, env });
  await chooseTinyModel(first);
  await first.ask('queue.setPaused', { paused: true });
  await dropScene(first, 'waiting.png');
  const job = await enqueue(first);
  await dropScene(first, 'next.png');
  // The form is remembered a moment after it has changed.
  await first.page.waitForTimeout(600);
  await first.quit();

  const second = await launch({ data, env });
  await expect.poll(() => pictureNames(second)).toEqual(['next.png']);
  await second.ask('queue.setPaused', { paused: false });
  await second.finished(job);
  const { title, folder } = await second.ask('library.get', { result: job });
  expect(title).toBe('waiting.png');
  expect(readdirSync(folder)).toContain('source.png');
  const [next] = [await enqueue(second)];
  await second.finished(next);
});

it('brings its picture back when a job that was cancelled is edited, and runs again with it', async () => {
  const app = await launch({ env });
  await chooseTinyModel(app);
  await app.ask('queue.setPaused', { paused: true });
  await dropScene(app, 'harbour.png');
  const job = await enqueue(app);
  await app.ask('queue.cancel', { job });
  await dropScene(app, 'another.png');
  await app.page.getByRole('navigation').getByRole('button', { name: 'Queue' }).click();
  await app.page.getByRole('button', { name: 'Edit' }).click();
  await expect.poll(() => pictureNames(app)).toEqual(['harbour.png']);

  await app.ask('queue.retry', { job });
  await app.ask('queue.setPaused', { paused: false });
  await app.finished(job);
  const { draft } = await app.ask('library.get', { result: job });
  expect(draft.request).toMatchObject({ image: { name: 'harbour.png', width: 60, height: 30 } });
});

it('fails with a sentence when its picture was taken away, and leaves nothing', async () => {
  const app = await launch({ env });
  await chooseTinyModel(app);
  await app.ask('queue.setPaused', { paused: true });
  await dropScene(app, 'gone.png');
  const job = await enqueue(app);
  rmSync(join(app.data, 'sources'), { recursive: true });
  await app.ask('queue.setPaused', { paused: false });
  const { jobs } = await app.until('queue.get', undefined, ({ jobs: [only] }) => only?.state === 'failed');
  expect(jobs[0]?.error?.message).toBe('The picture gone.png is no longer here: choose it again.');
  expect(readdirSync(join(app.data, 'library'))).toEqual([]);
  expect(readFileSync(join(app.data, 'queue.json'), 'utf8')).toContain(job);
});
