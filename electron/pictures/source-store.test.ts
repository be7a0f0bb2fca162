import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SourceImage } from '../../workers/api';
import type { FramedPicture } from '../contract';
import { pngOf } from './read-picture';
import { readSource, SourceStore } from './source-store';

let folder: string;
let store: SourceStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parastep-sources-'));
  store = new SourceStore(join(folder, 'sources'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function picture(value: number): Promise<FramedPicture> {
  const rgb = new Uint8Array(4 * 2 * 3).fill(value);
  const png = await pngOf({ name: 'a', data: rgb, width: 4, height: 2 });
  return { width: 4, height: 2, rgb, png: new Uint8Array(png) };
}

async function put(value: number): Promise<SourceImage> {
  const { file } = await store.put(await picture(value));
  return { file, name: `${value}.png`, width: 4, height: 2 };
}

const names = (): string[] => readdirSync(join(folder, 'sources'));

describe('the pictures of jobs', () => {
  it('come into the folder of their job as pixels and as a file', async () => {
    const image = await put(7);
    await store.place(image, folder);
    expect(readFileSync(join(folder, image.file))).toEqual(Buffer.alloc(24, 7));
    expect(await readSource(folder, image.name)).toEqual((await picture(7)).png);
  });

  it('are kept once each', async () => {
    expect((await put(7)).file).toBe((await put(7)).file);
    expect((await put(8)).file).not.toBe((await put(7)).file);
    expect(names()).toHaveLength(4);
  });

  it('are refused when their PNG is another picture', async () => {
    const framed = await picture(7);
    for (const png of [new Uint8Array(10), new TextEncoder().encode('no picture at all, but long enough')]) {
      await expect(store.put({ ...framed, png })).rejects.toThrow(/its PNG is another picture/);
    }
    const { rgb } = framed;
    await expect(store.put({ ...framed, rgb, width: 2, height: 4 })).rejects.toThrow(/another picture/);
  });

  it('are asked for again when they are gone, and no name leads elsewhere', async () => {
    const image = await put(7);
    await expect(store.check(image)).resolves.toBeUndefined();
    for (const file of [`${'0'.repeat(32)}.rgb`, '..', 'queue.json', `../${image.file}`]) {
      await expect(store.check({ ...image, file })).rejects.toThrow(
        /7\.png is no longer here: choose it again/,
      );
    }
    await expect(store.check({ ...image, width: 3 })).rejects.toThrow(/no longer here/);
    rmSync(join(folder, 'sources'), { recursive: true });
    await expect(store.place(image, folder)).rejects.toThrow(/no longer here/);
  });

  it('are forgotten when no job needs them, but not before their job can have come', async () => {
    const [needed, old, fresh] = [await put(1), await put(2), await put(3)];
    const longAgo = new Date(Date.now() - 3_600_000);
    for (const { file } of [needed, old]) {
      for (const name of [file, file.replace('.rgb', '.png')]) {
        utimesSync(join(folder, 'sources', name), longAgo, longAgo);
      }
    }
    await store.forgetOthers([needed]);
    expect(new Set(names().map((name) => name.slice(0, 32)))).toEqual(
      new Set([needed.file.slice(0, 32), fresh.file.slice(0, 32)]),
    );
    expect(names()).toHaveLength(4);
  });
});
