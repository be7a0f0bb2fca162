import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Goldens } from '../support/fixtures';
import { launchForFile, type RunningApp } from './support/app';

let app: RunningApp;
beforeAll(async () => {
  app = await launchForFile({ env: { PARASTEP_MODELS_DIR: new Goldens('audioldm2-tiny').bundle } });
});

describe('a sound', () => {
  it('is made from a prompt, measured, drawn and shown', async () => {
    const job = await app.ask('queue.add', {
      model: 'audioldm2-tiny',
      request: {
        kind: 'text-to-audio',
        prompt: 'Two children dance around a street musician',
        negativePrompt: '',
        seed: 5,
        steps: 6,
        guidanceScale: 3.5,
        seconds: 0.8,
        waveforms: 2,
      },
      parallelism: { devices: ['cpu:0', 'cpu:1'], degree: 2, warmup: 3, cooldown: 0, reuse: 'own' },
    });
    await app.finished(job);
    const { folder, media, commandLine } = await app.ask('library.get', { result: job });
    expect(media).toMatchObject({ kind: 'audio', waveforms: 2, sampleRate: 2000, samples: 1600 });
    if (media.kind !== 'audio') return;
    expect(media.scores?.[0]).toBeGreaterThanOrEqual(media.scores?.[1] ?? Number.NaN);
    expect(commandLine).toContain('--seconds 0.8 --waveforms 2');

    const file = readFileSync(join(folder, 'sounds.f32'));
    const samples = new Float32Array(new Uint8Array(file).buffer);
    expect(samples).toHaveLength(2 * 1600);
    const peak = samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(peak).toBeGreaterThan(0.001);
    expect(peak).toBeLessThanOrEqual(1);

    const served = await app.page.evaluate(
      async (url) => (await (await fetch(url)).arrayBuffer()).byteLength,
      media.samplesUrl,
    );
    expect(served).toBe(file.length);

    await app.page.getByRole('button', { name: 'Library' }).click();
    await app.page.getByRole('button', { name: /^Open “Two children/ }).click();
    await app.page.getByRole('button', { name: 'Open in Create' }).click();
    await app.page.getByRole('radiogroup', { name: 'Variant' }).waitFor();
    await expect.poll(() => app.page.locator('section canvas').count()).toBeGreaterThan(0);
    const playing = app.page.getByText(/^0\.[1-9]\d \/ 0\.80 s$/);
    await app.page.getByRole('button', { name: 'Play variant 1' }).click();
    await playing.waitFor();
  });
});
