/** What somebody does who has just installed the app and has read nothing, with the models that come with it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALL_FORMATS, FilePathSource, Input } from 'mediabunny';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { psnr } from '../../workers/api';
import { temporaryFolder } from '../support/jobs';
import { launchForFile, type RunningApp } from './support/app';
import { chooseMode } from './support/form';
import { dropPictures, scene } from './support/pictures';

const CLIP_DEADLINE_MS = 100_000;
/** The demo model's clips, and what the save dialog offers first. */
const FRAMES = 17;
const FRAME_RATE = 8;
const SAVED_SIDE = 256;
/** Samples at the ends of a sound that would click if they were loud: 5 ms. */
const EDGE = 80;

let app: RunningApp;
beforeAll(async () => {
  app = await launchForFile({ env: { PARASTEP_MODELS_DIR: '' } });
});

/** The user chooses this path in the system's dialog. */
const choose = (path: string): Promise<void> =>
  app.electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = (() =>
      Promise.resolve({ canceled: false, filePath })) as typeof dialog.showSaveDialog;
  }, path);

/** Saves what is on the stage by the buttons that are in sight. */
async function saveAs(format: string | undefined, path: string): Promise<void> {
  const { page } = app;
  await choose(path);
  await page.getByRole('button', { name: 'Save…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save the clip' });
  if (format !== undefined) await dialog.getByRole('radio', { name: new RegExp(`^${format} `) }).click();
  await dialog.getByRole('button', { name: 'Save…' }).click();
  await page.getByText(`Saved as ${path}`).waitFor({ timeout: CLIP_DEADLINE_MS });
  await dialog.waitFor({ state: 'hidden' });
}

async function videoAt(path: string) {
  const input = new Input({ formats: ALL_FORMATS, source: new FilePathSource(path) });
  const track = await input.getPrimaryVideoTrack();
  if (track === null) throw new Error(`${path} has no video.`);
  const { comment } = await input.getMetadataTags();
  const { packetCount, averagePacketRate } = await track.computePacketStats();
  return {
    codec: track.codec,
    size: [track.displayWidth, track.displayHeight],
    frames: packetCount,
    rate: Math.round(averagePacketRate),
    comment,
  };
}

describe('the first clip', () => {
  it('is made from an example in two clicks, and plays', async () => {
    const { page } = app;
    const generate = page.getByRole('button', { name: 'Generate' });
    expect(await generate.isDisabled()).toBe(true);
    await page.getByText('Write a prompt first.').waitFor();
    await page.getByRole('list', { name: 'Examples' }).getByRole('button').first().click();
    await generate.click();
    await page.getByRole('img', { name: /^Preview after step/ }).waitFor({ timeout: CLIP_DEADLINE_MS });
    await page.getByText(/^Denoising, step \d+ of 50/).waitFor();
    await page.getByRole('toolbar', { name: 'Player' }).waitFor({ timeout: CLIP_DEADLINE_MS });
    const position = page.getByRole('slider', { name: 'Position' });
    const shown = new Set<string | null>();
    await expect
      .poll(async () => shown.add(await position.getAttribute('aria-valuenow')).size)
      .toBeGreaterThan(2);
  });

  it('is saved as what the dialog offers first: an MP4 that plays everywhere', async () => {
    const path = join(temporaryFolder(), 'clip.mp4');
    await saveAs(undefined, path);
    const { comment, ...video } = await videoAt(path);
    expect(video).toEqual({
      codec: 'avc',
      size: [SAVED_SIDE, SAVED_SIDE],
      frames: FRAMES,
      rate: FRAME_RATE,
    });
    expect(JSON.parse(comment ?? '')).toMatchObject({ request: { steps: 50, frames: FRAMES } });
    // Nothing lies beside it.
    expect(existsSync(`${path}.json`)).toBe(false);
  });

  it('is saved as WebM', async () => {
    const path = join(temporaryFolder(), 'clip.webm');
    await saveAs('WebM', path);
    const { comment: _, ...video } = await videoAt(path);
    expect(video).toEqual({
      codec: 'vp9',
      size: [SAVED_SIDE, SAVED_SIDE],
      frames: FRAMES,
      rate: FRAME_RATE,
    });
  });

  it.each([
    ['GIF', 'clip.gif'],
    ['Animated WebP', 'clip.webp'],
  ])('is saved as %s', async (format, name) => {
    const path = join(temporaryFolder(), name);
    await saveAs(format, path);
    const { width, pageHeight, pages, loop } = await sharp(readFileSync(path), { pages: -1 }).metadata();
    expect([width, pageHeight, pages, loop]).toEqual([SAVED_SIDE, SAVED_SIDE, FRAMES, 0]);
  });

  it('is in the library, and can be made again', async () => {
    const { page } = app;
    await page.getByRole('button', { name: 'Library' }).click();
    await page.getByRole('button', { name: /^Open “a / }).click();
    await page.getByRole('button', { name: 'Open in Create' }).click();
    await page.getByRole('toolbar', { name: 'Player' }).waitFor();
    expect(await page.getByRole('button', { name: 'Generate' }).isEnabled()).toBe(true);
  });
});

describe('the first picture', () => {
  it('is dropped and comes alive: the clip begins with it, and moves', async () => {
    const path = join(temporaryFolder(), 'hills.png');
    await scene(96, 96).png().toFile(path);
    await dropPictures(app, path);
    await app.page.getByRole('button', { name: 'Generate' }).click();
    const query = { search: 'hills', offset: 0, limit: 1 };
    const { results } = await app.until('library.list', query, ({ total }) => total === 1, CLIP_DEADLINE_MS);
    const { folder, media } = await app.ask('library.get', { result: results[0]?.id ?? '' });
    expect(media).toMatchObject({ kind: 'video', frames: 14, width: 64, height: 64 });

    const frames = readFileSync(join(folder, 'frames.rgb'));
    const frameBytes = 64 * 64 * 3;
    const picture = await sharp(path).resize(64, 64).removeAlpha().raw().toBuffer();
    const likeness = (frame: number): number =>
      psnr(frames.subarray(frame * frameBytes, (frame + 1) * frameBytes), picture);
    expect(likeness(0)).toBeGreaterThan(22);
    expect(likeness(13)).toBeLessThan(likeness(0));
  });
});

describe('the first sound', () => {
  it('is made from an example in two clicks: heard, not clipped, and silent at both ends', async () => {
    const { page } = app;
    await page.getByRole('button', { name: 'Create' }).click();
    await chooseMode(app, 'Text → Audio');
    await page.getByRole('list', { name: 'Examples' }).getByRole('button').first().click();
    await page.getByRole('button', { name: 'Generate' }).click();
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor({ timeout: CLIP_DEADLINE_MS });
    const query = { search: '', offset: 0, limit: 1 };
    const { results } = await app.ask('library.list', query);
    const { folder, media } = await app.ask('library.get', { result: results[0]?.id ?? '' });
    expect(media).toMatchObject({ kind: 'audio', waveforms: 1, sampleRate: 16_000, samples: 81_920 });

    const samples = new Float32Array(new Uint8Array(readFileSync(join(folder, 'sounds.f32'))).buffer);
    const peakOf = (part: Float32Array): number =>
      part.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(peakOf(samples)).toBeGreaterThan(0.2);
    expect(peakOf(samples)).toBeLessThan(0.99);
    expect(peakOf(samples.subarray(0, EDGE))).toBeLessThan(0.02);
    expect(peakOf(samples.subarray(-EDGE))).toBeLessThan(0.02);
  });
});
