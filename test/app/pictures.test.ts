/** Pictures that come into the window of the real app, the way a user brings them. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ResultDetail } from '../../electron/contract';
import { readPicture } from '../../electron/pictures/read-picture';
import { Goldens } from '../support/fixtures';
import { commandLine, temporaryFolder } from '../support/jobs';
import { launchForFile, type RunningApp } from './support/app';
import {
  chooseTinyModel,
  dragOver,
  drop,
  dropPictures,
  pictureNames,
  pictureRows,
  scene,
} from './support/pictures';

let app: RunningApp;
beforeAll(async () => {
  app = await launchForFile({ env: { PARASTEP_MODELS_DIR: new Goldens('svd-tiny').bundle } });
  app.page.setDefaultTimeout(20_000);
  await chooseTinyModel(app);
});

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

async function file(name: string, image: Sharp): Promise<string> {
  const path = join(folder, name);
  await image.toFile(path);
  return path;
}

function written(name: string, data: Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, data);
  return path;
}

const names = (): Promise<string[]> => pictureNames(app);
const goTo = (name: string) => app.page.getByRole('navigation').getByRole('button', { name }).click();

/** Generates what the form asks for, and waits for the results, oldest first. */
async function generate(jobs = 1): Promise<ResultDetail[]> {
  const { total } = await app.ask('library.list', { search: '', offset: 0, limit: 1 });
  const button = app.page.getByRole('button', { name: /Generate|Add to the queue/ });
  await expect.poll(() => button.isEnabled()).toBe(true);
  await button.click();
  const query = { search: '', offset: 0, limit: jobs };
  const { results } = await app.until('library.list', query, (page) => page.total === total + jobs);
  const details = await Promise.all(results.map(({ id }) => app.ask('library.get', { result: id })));
  return details.reverse();
}

const framesOf = ({ folder: job }: ResultDetail): Buffer => readFileSync(join(job, 'frames.rgb'));
const sourceOf = ({ folder: job }: ResultDetail): Promise<Buffer> =>
  sharp(join(job, 'source.png')).removeAlpha().raw().toBuffer();

describe('a picture that is dropped', () => {
  it('comes alive as the form showed it, and stays with the result', async () => {
    await goTo('Library');
    const photo = await file('harbour at dawn.jpg', scene(60, 90).jpeg().withMetadata({ orientation: 6 }));
    const release = await dragOver(app, [photo]);
    await app.page.getByText('Drop to make a video of it').waitFor();
    await release();
    await expect.poll(names).toEqual(['harbour at dawn.jpg']);
    await expect.poll(() => app.page.getByText('Drop to make a video of it').count()).toBe(0);
    // Upright it is 90 by 60 pixels, and a clip of 2 to 1 takes 90 by 45 of it.
    await pictureRows(app).getByText('90 × 60').waitFor();
    const slider = app.page.getByRole('slider', { name: 'What the crop keeps, from top to bottom' });
    await slider.press('End');
    const [result] = await generate();
    if (result === undefined) throw new Error('There is no result.');
    expect(result).toMatchObject({
      kind: 'image-to-video',
      title: 'harbour at dawn.jpg',
      media: { kind: 'video', frames: 5, width: 16, height: 8 },
      draft: {
        request: { image: { name: 'harbour at dawn.jpg', width: 90, height: 45 }, motionBucketId: 127 },
      },
    });
    const expected = await sharp(photo)
      .autoOrient()
      .extract({ left: 0, top: 15, width: 90, height: 45 })
      .raw()
      .toBuffer();
    const source = await sourceOf(result);
    expect(source).toHaveLength(expected.length);
    // Two JPEG decoders, which round differently.
    for (const [i, value] of source.entries()) expect(Math.abs(value - (expected[i] ?? 0))).toBeLessThan(8);
    expect(readdirSync(result.folder).sort()).toEqual(
      ['draft.json', 'frames.rgb', 'result.json', 'source.png', 'telemetry.ndjson', 'thumbnail.png'].sort(),
    );
  });

  it('is made again bit for bit by the copied command, and by “Reuse all”', async () => {
    await dropPictures(app, await file('boat.png', scene(40, 20).png()));
    const [first] = await generate();
    if (first === undefined) throw new Error('There is no result.');
    expect(first.commandLine).toContain(`--image ${join(first.folder, 'source.png')} --fit stretch`);
    const job = join(folder, 'job');
    const [, rest = ''] = first.commandLine.split(' -- ');
    execFileSync('sh', [
      '-c',
      `exec "${process.execPath}" "${commandLine}" ${rest} --job-folder "${job}" --out "${join(folder, 'again.webp')}"`,
    ]);
    expect(readFileSync(join(job, 'frames.rgb')).equals(framesOf(first))).toBe(true);
    expect(await sharp(join(job, 'source.png')).raw().toBuffer()).toEqual(await sourceOf(first));

    await dropPictures(app, await file('another.png', scene(64, 64).png()));
    await goTo('Library');
    await app.page.getByRole('button', { name: /^Open “boat.png”/ }).click();
    await app.page.getByRole('button', { name: 'Open in Create' }).click();
    await expect.poll(names).toEqual(['boat.png']);
    const [again] = await generate();
    if (again === undefined) throw new Error('There is no result.');
    expect(again.draft).toEqual(first.draft);
    expect(framesOf(again).equals(framesOf(first))).toBe(true);
  });

  it('becomes a clip of its own when several are', async () => {
    await dropPictures(
      app,
      await file('a.png', scene(32, 16).png()),
      await file('b.webp', scene(30, 60).webp()),
    );
    // What has been shown is kept, whatever becomes of its file.
    for (const name of ['a.png', 'b.webp']) rmSync(join(folder, name));
    const results = await generate(2);
    expect(results.map(({ title }) => title)).toEqual(['a.png', 'b.webp']);
    expect(framesOf(results[0] as ResultDetail).equals(framesOf(results[1] as ResultDetail))).toBe(false);
  });
});

describe('a finished video', () => {
  it('goes on from its last frame', async () => {
    await dropPictures(app, await file('a.png', scene(32, 16).png()));
    const [first] = await generate();
    if (first === undefined) throw new Error('There is no result.');
    await app.page.getByRole('button', { name: 'More about this clip' }).click();
    await app.page.getByRole('menuitem', { name: 'Continue from the last frame' }).click();
    await expect.poll(names).toEqual(['a.png, last frame']);
    const [next] = await generate();
    if (next === undefined) throw new Error('There is no result.');
    expect(await sourceOf(next)).toEqual(framesOf(first).subarray(-16 * 8 * 3));
  });

  it('brings its settings back when its file is dropped', async () => {
    await dropPictures(app, await file('a.png', scene(48, 48).png()));
    await app.page.getByRole('textbox', { name: 'Motion' }).fill('33');
    const [made] = await generate();
    if (made === undefined) throw new Error('There is no result.');
    const handle = app.page.getByRole('button', { name: 'Drag the clip out of the window' });
    await handle.hover();
    const dragged = join(app.data, 'dragged');
    const exported = (): string[] =>
      readdirSync(dragged, { recursive: true, encoding: 'utf8' }).filter((name) =>
        /a-png-seed.*\.\w+$/.test(name),
      );
    await expect.poll(exported).toHaveLength(1);
    await expect.poll(() => handle.getAttribute('data-loading')).toBeNull();
    await dropPictures(app, await file('b.png', scene(32, 16).png()));
    await app.page.getByRole('textbox', { name: 'Motion' }).fill('200');
    await drop(app, join(dragged, exported()[0] ?? ''));
    await app.page.getByText('The settings of that file are in the form.').waitFor();
    await expect.poll(() => app.page.getByRole('textbox', { name: 'Motion' }).inputValue()).toBe('33');
    await expect.poll(names).toEqual(['a.png']);
    const [again] = await generate();
    if (again === undefined) throw new Error('There is no result.');
    expect(again.draft).toEqual(made.draft);
    expect(framesOf(again).equals(framesOf(made))).toBe(true);
  });
});

it('a picture is taken from the clipboard', async () => {
  await goTo('Queue');
  const png = (await scene(32, 16).png().toBuffer()).toString('base64');
  await app.page.evaluate((data) => {
    const clipboardData = new DataTransfer();
    const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
    clipboardData.items.add(new File([bytes], 'image.png', { type: 'image/png' }));
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
  }, png);
  await expect.poll(names).toEqual(['Pasted picture']);
});

it.each([
  ['16 bits', 'deep.png', () => scene(32, 16).toColourspace('rgb16').png()],
  ['CMYK', 'print.jpg', () => scene(32, 16).toColourspace('cmyk').jpeg()],
  ['AVIF', 'new.avif', () => scene(32, 16).avif()],
])('a picture may be %s', async (_kind, name, make) => {
  await drop(app, await file(name, make()));
  await expect.poll(names).toEqual([name]);
});

it('a picture comes in sRGB, on white where it is transparent', async () => {
  const glass = sharp({ create: { width: 32, height: 16, channels: 4, background: '#ff000000' } });
  await dropPictures(app, await file('glass.png', glass.png()));
  const [clear] = await generate();
  expect(new Set(await sourceOf(clear as ResultDetail))).toEqual(new Set([255]));
  const wide = await file('wide.png', scene(32, 16).withIccProfile('p3').png());
  await dropPictures(app, wide);
  const [result] = await generate();
  const framing = { fit: 'crop', focus: { x: 0.5, y: 0.5 }, shape: { width: 16, height: 8 } } as const;
  const { data } = await readPicture(wide, framing);
  // Two colour engines, which round differently; unconverted values differ by tens.
  const source = await sourceOf(result as ResultDetail);
  for (const [i, value] of source.entries()) expect(Math.abs(value - (data[i] ?? 0))).toBeLessThan(5);
  const raw = await sharp(wide).keepIccProfile().raw().toBuffer();
  expect(Math.max(...raw.map((value, i) => Math.abs(value - (data[i] ?? 0))))).toBeGreaterThan(20);
});

it('on the Models page a folder is a model, and a picture is a picture', async () => {
  await goTo('Models');
  const model = join(folder, 'a model');
  mkdirSync(model);
  await drop(app, model);
  await app.page.getByText('a model').first().waitFor();
  await expect
    .poll(async () => (await app.ask('models.installations')).map(({ kind }) => kind))
    .toEqual(['import']);
  await dropPictures(app, await file('a.png', scene(32, 16).png()));
});

/** A PNG whose header claims another size. */
function claiming(png: Buffer, side: number): Buffer {
  const header = 12;
  const forged = Buffer.from(png);
  forged.writeUInt32BE(side, header + 4);
  forged.writeUInt32BE(side, header + 8);
  forged.writeUInt32BE(crc32(forged.subarray(header, header + 17)), header + 17);
  return forged;
}

describe('what cannot be used is told in a sentence', () => {
  it.each([
    [
      'text',
      () => written('letter.png', Buffer.from('no picture at all')),
      'letter.png is not a picture that can be read: use PNG, JPEG, WebP or AVIF.',
    ],
    [
      'a file cut short',
      async () => written('cut.jpg', (await scene(320, 160).jpeg().toBuffer()).subarray(0, 2000)),
      'cut.jpg is damaged or cut short: choose another copy of it.',
    ],
    [
      'one pixel',
      () => file('dot.png', scene(1, 1).png()),
      'dot.png has 1 x 1 pixels: choose one of at least 8 x 8.',
    ],
    [
      'a bomb',
      async () => written('bomb.png', claiming(await scene(32, 16).png().toBuffer(), 20_000)),
      'bomb.png has 20000 x 20000 pixels: make it smaller, to 100 million pixels at most.',
    ],
    [
      'an animation',
      () => {
        const pages = Uint8Array.from({ length: 3 * 16 * 32 }, (_, i) => (i < 3 * 16 * 16 ? 0 : 255));
        const raw = { width: 16, height: 32, channels: 3, pageHeight: 16 } as const;
        return file('moving.webp', sharp(pages, { raw }).webp());
      },
      'moving.webp is animated: save one frame of it as a picture.',
    ],
    [
      'another format',
      () => file('scan.tiff', scene(32, 16).tiff()),
      'scan.tiff is a TIFF file: use PNG, JPEG, WebP or AVIF.',
    ],
    [
      'a folder',
      () => {
        const path = join(folder, 'holiday');
        mkdirSync(path);
        return path;
      },
      'holiday is a folder: open it and drop the pictures in it.',
    ],
  ])('%s', async (_kind, make, sentence) => {
    const before = await names();
    await drop(app, await make());
    const alert = app.page.getByRole('alert').filter({ hasText: sentence });
    await alert.waitFor();
    await alert.getByRole('button', { name: 'Dismiss' }).click();
    expect(await names()).toEqual(before);
  });

  it('a link', async () => {
    await app.page.evaluate(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.setData('text/uri-list', 'https://example.org/boat.png');
      for (const type of ['dragover', 'drop']) {
        const event = new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true });
        document.querySelector('main')?.dispatchEvent(event);
      }
    });
    await app.page.getByText('That is a link: save the picture to a file and drop that.').waitFor();
  });

  it('and the good ones beside it are taken', async () => {
    await drop(app, await file('good.png', scene(32, 16).png()), written('bad.png', Buffer.from('text')));
    await app.page.getByText('bad.png is not a picture that can be read').waitFor();
    await expect.poll(names).toEqual(['good.png']);
  });
});

it('a draft that names a picture that is not there is refused', async () => {
  const { results } = await app.ask('library.list', { search: '', offset: 0, limit: 1 });
  const { draft } = await app.ask('library.get', { result: results[0]?.id ?? '' });
  if (draft.request.kind !== 'image-to-video') throw new Error('The newest result is of another kind.');
  for (const name of [`${'0'.repeat(32)}.rgb`, 'result.json', '..']) {
    const image = { ...draft.request.image, file: name };
    const { code, message } = await app.refusal('queue.add', {
      ...draft,
      request: { ...draft.request, image },
    });
    expect(code).toBe('bad-request');
    expect(message).toMatch(/is no longer here: choose it again|cannot be used/);
  }
});
