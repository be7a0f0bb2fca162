import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openBundle } from '../bundle/open-bundle';
import { inspectModel } from './inspect-model';
import type { RequestSize } from './request-size';

const models = fileURLToPath(new URL('../../assets/models', import.meta.url));
const fixtures = fileURLToPath(new URL('../../test/fixtures', import.meta.url));
const size = { width: 64, height: 64, frames: 9 };

describe('what a request takes of memory', () => {
  it.each<[string, RequestSize]>([
    ['demo-text-to-video', { kind: 'text-to-video', ...size, guidanceScale: 6 }],
    ['demo-image-to-video', { kind: 'image-to-video', ...size, maxGuidanceScale: 3, decodeChunk: 4 }],
    ['demo-text-to-audio', { kind: 'text-to-audio', seconds: 1, waveforms: 2, guidanceScale: 3.5 }],
  ])('grows for the denoiser of %s with the steps of a run, and for nothing else', async (model, request) => {
    const inspection = await inspectModel(await openBundle(`${models}/${model}`));
    const one = inspection.memoryNeeds(request);
    const four = inspection.memoryNeeds(request, 4);
    expect(four).toEqual({
      ...one,
      parts: one.parts.map((part) =>
        part.stage === 'denoise' ? { ...part, activationBytes: 4 * (part.activationBytes ?? 0) } : part,
      ),
    });
    expect(one.parts.find(({ stage }) => stage === 'denoise')?.activationBytes).toBeGreaterThan(0);
  });

  it('counts what judges sounds where they are decoded, and only where there are several', async () => {
    const inspection = await inspectModel(await openBundle(`${fixtures}/audioldm2-tiny/bundle`));
    const partsFor = (waveforms: number) =>
      inspection
        .memoryNeeds({ kind: 'text-to-audio', seconds: 1, waveforms, guidanceScale: 1 })
        .parts.filter(({ component }) => component === 'text_encoder')
        .map(({ stage, weightBytes }) => ({ stage, weightBytes: Math.round(weightBytes) }));
    // 99120 bytes, of which the judge has 232872 of 327012.
    const encoder = { stage: 'encode', weightBytes: 28_535 };
    expect(partsFor(1)).toEqual([encoder]);
    expect(partsFor(2)).toEqual([encoder, { stage: 'decode', weightBytes: 70_585 }]);
  });
});
