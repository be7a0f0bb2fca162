import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { commandLine, temporaryFolder } from '../support/jobs';
import { draft, launch, launchForFile, type RunningApp, videoOf } from './support/app';

let app: RunningApp;
beforeAll(async () => {
  app = await launchForFile();
});

/** Frames as the command line made them, and as the app did. */
const sameClip = async (job: string): Promise<[Buffer, Buffer]> => {
  const { commandLine: line, folder } = await app.ask('library.get', { result: job });
  const out = temporaryFolder();
  // What a user pastes, but with this checkout's built program and a folder that keeps the raw frames.
  const pasted = line.replace('npm run --silent parastep --', `${process.execPath} ${commandLine}`);
  execFileSync('sh', ['-c', `${pasted} --job-folder ${join(out, 'job')}`], { cwd: out, stdio: 'pipe' });
  return [readFileSync(join(out, 'job', 'frames.rgb')), readFileSync(join(folder, 'frames.rgb'))];
};

describe('a job', () => {
  it('becomes a result, and tells of itself while it runs', async () => {
    const job = await app.ask('queue.add', draft({ request: { steps: 60, prompt: 'A bοat at séa' } }));
    await app.finished(job);
    // What the app tells and what it answers may overtake each other.
    await expect.poll(() => app.seen('job.finished')).toEqual([{ jobId: job }]);
    const queues = await app.seen('queue.changed');
    const states = queues.map(({ jobs }) => jobs.find(({ id }) => id === job)?.state);
    expect([...new Set(states)]).toEqual(['waiting', 'running', undefined]);
    const told = (await app.seen('job.progress')).map(({ jobId, progress }) => [jobId, progress.stage]);
    expect(told).toContainEqual([job, 'denoise']);
    const evaluations = (await app.seen('job.evaluations')).flatMap(({ events }) => events);
    expect(evaluations.map(({ step }) => step).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 60 }, (_, step) => step),
    );

    const detail = await app.ask('library.get', { result: job });
    expect(detail.draft).toEqual(draft({ request: { steps: 60, prompt: 'A bοat at séa' } }));
    expect(detail.evaluations).toEqual(evaluations);
    expect(readdirSync(detail.folder).sort()).toEqual([
      ...['draft.json', 'frames.rgb', 'result.json', 'telemetry.ndjson', 'thumbnail.png'],
    ]);
  });

  it('shows previews that are pictures', async () => {
    const job = await app.ask('queue.add', draft());
    await app.finished(job);
    const shapes = await app.page.evaluate(() => {
      type Seen = {
        name: string;
        payload: { rgb: Uint8Array; frames: number; width: number; height: number };
      };
      const { seen } = window as unknown as { seen: Seen[] };
      return seen
        .filter(({ name }) => name === 'job.preview')
        .map(({ payload: { rgb, frames, width, height } }) => [
          rgb instanceof Uint8Array,
          rgb.length === frames * width * height * 3,
          new Set(rgb).size > 1,
        ]);
    });
    expect(shapes.length).toBeGreaterThan(0);
    for (const shape of shapes) expect(shape).toEqual([true, true, true]);
  });

  it('keeps a thumbnail of the middle frame', async () => {
    const job = await app.ask('queue.add', draft());
    await app.finished(job);
    const { folder, media } = await app.ask('library.get', { result: job });
    const { width, height, frames } = videoOf(media);
    const pixels = await sharp(join(folder, 'thumbnail.png')).removeAlpha().raw().toBuffer();
    const size = width * height * 3;
    const middle = Math.floor(frames / 2);
    const frame = readFileSync(join(folder, 'frames.rgb')).subarray(middle * size, (middle + 1) * size);
    expect(pixels.equals(frame)).toBe(true);
  });

  it.each([
    ['parallel', {}],
    ['sequential', { degree: 1 }],
    ['several steps in a run', { degree: 4, batch: 2 }],
    ['on the other device first', { devices: ['cpu:1', 'cpu:0'], reuse: 'extrapolate-1', cooldown: 1 }],
  ] as const)(
    '%s: its command line makes the same clip, whatever is in the prompt',
    async (_name, parallelism) => {
      const request = { prompt: `It's "five" o'clock; $HOME \`pwd\` \\ & | > <\n--out`, seed: 2 ** 32 - 1 };
      const change = { request, parallelism: parallelism as { degree?: number } };
      const job = await app.ask('queue.add', draft(change));
      await app.finished(job);
      const [theirs, ours] = await sameClip(job);
      expect(theirs.equals(ours)).toBe(true);
    },
  );

  it('says that its prompt was cut', async () => {
    const job = await app.ask('queue.add', draft({ request: { prompt: 'a boat '.repeat(14_286) } }));
    await app.finished(job);
    const { notices, title } = await app.ask('library.get', { result: job });
    expect(notices).toEqual([expect.stringMatching(/uses the first 15 of \d+ tokens/)]);
    expect(title).toHaveLength(100_002);
    const { results } = await app.ask('library.list', { search: '', offset: 0, limit: 1 });
    expect(results[0]?.title).toHaveLength(1000);
  });

  it('knows how long it will take once one like it has been made', async () => {
    const same = draft({ request: { width: 64, height: 64, steps: 200 } });
    const first = await app.ask('queue.add', same);
    await app.finished(first);
    const second = await app.ask('queue.add', same);
    const { jobs } = await app.until('queue.get', undefined, ({ jobs: all }) =>
      all.some(({ id, progress }) => id === second && progress !== null),
    );
    expect(jobs[0]?.progress?.secondsLeft).toBeGreaterThan(0);
    await app.finished(second);
  });
});

describe('the library', () => {
  const search = (text: string) => app.ask('library.list', { search: text, offset: 0, limit: 200 });

  it('finds words whatever their case and marks, newest first, page by page', async () => {
    const made: string[] = [];
    for (const prompt of ['A café by the SEA', '100% of a_b', 'ein Café']) {
      const job = await app.ask('queue.add', draft({ request: { prompt } }));
      await app.finished(job);
      made.push(job);
    }
    const ids = async (text: string): Promise<string[]> => (await search(text)).results.map(({ id }) => id);
    expect(await ids('CAFE')).toEqual([made[2], made[0]]);
    expect(await ids('sea café')).toEqual([made[0]]);
    expect(await ids('0% a_b tiny')).toEqual([made[1]]);
    expect(await ids('a%b')).toEqual([]);
    expect(await ids("' OR 1=1 --")).toEqual([]);
    const { total } = await search('');
    const page = await app.ask('library.list', { search: '', offset: 1, limit: 1 });
    expect(page).toMatchObject({ total, results: [{ id: made[1] }] });
  });

  it('loses what was deleted behind its back, without a fuss', async () => {
    const job = await app.ask('queue.add', draft({ request: { prompt: 'doomed' } }));
    await app.finished(job);
    const { folder, media } = await app.ask('library.get', { result: job });
    rmSync(folder, { recursive: true });
    expect(await app.page.evaluate(async (url) => (await fetch(url)).status, videoOf(media).framesUrl)).toBe(
      404,
    );
    expect(
      await app.refusal('export.begin', { result: job, format: 'gif', suggestedName: 'a' }),
    ).toMatchObject({
      code: 'bad-request',
      message: expect.stringMatching(/no longer in the library/),
    });
    expect(await search('doomed')).toEqual({ total: 0, results: [] });
    expect(await app.refusal('library.get', { result: job })).toMatchObject({ code: 'bad-request' });
  });

  it('moves results to the trash, and says so when that fails', async () => {
    const own = await launch();
    const job = await own.ask('queue.add', draft());
    await own.finished(job);
    const { folder } = await own.ask('library.get', { result: job });
    await own.electron.evaluate(({ shell }) => {
      shell.trashItem = () => Promise.reject(new Error('no trash here'));
    });
    expect(await own.refusal('library.trash', { results: [job] })).toMatchObject({
      code: 'output-failed',
      message: expect.stringContaining(folder),
    });
    expect((await own.ask('library.list', { search: '', offset: 0, limit: 1 })).total).toBe(1);
    await own.electron.evaluate(({ shell }) => {
      const trashed: string[] = [];
      Object.assign(globalThis, { trashed });
      shell.trashItem = async (path) => void trashed.push(path);
    });
    await own.ask('library.trash', { results: [job, 'gone-already'] });
    const trashed = await own.electron.evaluate(
      () => (globalThis as unknown as { trashed: string[] }).trashed,
    );
    expect(trashed).toEqual([folder]);
    expect((await own.ask('library.list', { search: '', offset: 0, limit: 1 })).total).toBe(0);
    await expect.poll(async () => (await own.seen('library.changed')).at(-1)).toEqual({ total: 0 });
  });
});
