import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { canMountDisks, smallDisk } from '../support/small-disk';
import { draft, freshData, launch, longDraft } from './support/app';

/** Writes until nothing more goes onto the disk; answers with what to delete. */
function fill(disk: string): string {
  const path = join(disk, 'filler');
  for (const size of [2 ** 20, 4096, 1]) {
    for (;;) {
      try {
        writeFileSync(path, Buffer.alloc(size), { flag: 'a' });
      } catch {
        break;
      }
    }
  }
  return path;
}

const everything = { search: '', offset: 0, limit: 10 };

describe.skipIf(!canMountDisks)('a full disk', () => {
  /** An app whose library lies on a disk of its own. */
  async function withLibraryOn(disk: string) {
    const data = freshData();
    writeFileSync(join(data, 'settings.json'), JSON.stringify({ libraryFolder: join(disk, 'library') }));
    return launch({ data });
  }

  it('of the library ends a job before it has computed anything, and keeps it', async () => {
    const disk = smallDisk(8);
    const app = await withLibraryOn(disk);
    const filler = fill(disk);
    const job = await app.ask('queue.add', longDraft());
    const { jobs } = await app.until('queue.get', undefined, ({ jobs: [only] }) => only?.state === 'failed');
    expect(jobs[0]?.error).toMatchObject({
      code: 'output-failed',
      message: expect.stringMatching(/the disk is full\. Free some space and try again\.$/),
    });
    expect(await app.ask('telemetry.ofJob', { job })).toEqual([]);
    rmSync(filler);
    await app.ask('queue.retry', { job });
    await app.denoising(job);
  });

  it('of the library that fills up in mid-job fails it in a sentence and leaves nothing half-written', async () => {
    const disk = smallDisk(8);
    const app = await withLibraryOn(disk);
    const job = await app.ask('queue.add', draft({ request: { steps: 200, width: 64, height: 64 } }));
    await app.denoising(job);
    const filler = fill(disk);
    const { jobs } = await app.until('queue.get', undefined, ({ jobs: [only] }) => only?.state === 'failed');
    expect(jobs[0]?.error).toMatchObject({
      code: 'output-failed',
      message: expect.stringMatching(/the disk is full/),
    });
    expect(readdirSync(join(disk, 'library'))).toEqual([]);
    rmSync(filler);
    await app.ask('queue.retry', { job });
    await app.finished(job);
    expect((await app.ask('library.list', everything)).results).toMatchObject([{ id: job }]);
  });

  it('of the app’s own data refuses what cannot be kept, and goes on once there is room', async () => {
    const disk = smallDisk(64);
    const app = await launch({ data: disk });
    const done = await app.ask('queue.add', draft({ request: { prompt: 'before' } }));
    await app.finished(done);
    const filler = fill(disk);
    const full = { code: 'output-failed', message: expect.stringMatching(/the disk is full/) };
    expect(await app.refusal('queue.add', draft())).toMatchObject(full);
    expect(await app.refusal('settings.set', { notifyWhenDone: false })).toMatchObject(full);
    expect(await app.ask('queue.get')).toEqual({ jobs: [], paused: false });
    expect(await app.ask('settings.get')).toMatchObject({ notifyWhenDone: true });
    expect((await app.ask('library.list', everything)).results).toMatchObject([{ id: done }]);
    rmSync(filler);
    await app.finished(await app.ask('queue.add', draft({ request: { prompt: 'after' } })));
    expect((await app.ask('library.list', everything)).total).toBe(2);
  });

  it('of the app’s own data loses no result that a running job makes meanwhile', async () => {
    const disk = smallDisk(64);
    const library = freshData();
    writeFileSync(join(disk, 'settings.json'), JSON.stringify({ libraryFolder: library }));
    const app = await launch({ data: disk });
    const job = await app.ask('queue.add', draft({ request: { steps: 200, width: 64, height: 64 } }));
    await app.denoising(job);
    const filler = fill(disk);
    await app.until('queue.get', undefined, ({ jobs }) => jobs.every(({ state }) => state !== 'running'));
    expect(readdirSync(library)).toEqual([job]);
    rmSync(filler);
    await app.quit();
    const again = await launch({ data: disk });
    expect((await again.ask('library.list', everything)).results).toMatchObject([{ id: job }]);
    expect((await again.ask('queue.get')).jobs).toEqual([]);
  });
});
