import { describe, expect, it } from 'vitest';
import { fitMemory, type MemoryPlace } from './fit';
import type { MemoryNeeds, PartNeed } from './needs';

const GB = 1e9;
const part = (
  stage: PartNeed['stage'],
  component: string,
  weights: number,
  activations: number | null = 0,
  isHalf = true,
): PartNeed => ({
  stage,
  component,
  weightBytes: weights * GB,
  activationBytes: activations === null ? null : activations * GB,
  isHalf,
});

/** About what CogVideoX-2b takes in float16. */
const needs: MemoryNeeds = {
  parts: [
    part('encode', 'text_encoder', 10, 0.2),
    part('denoise', 'transformer', 3.4, 2.5),
    part('decode', 'vae_decoder', 0.4, 10),
  ],
  decodesOnAllDevices: false,
  tileShare: 0.25,
};
const card = (id: string, free: number): MemoryPlace => ({
  id,
  isProcessor: false,
  freeBytes: free * GB,
});
const placed = (free: number, host = 64, more: Partial<MemoryNeeds> = {}) =>
  fitMemory({ needs: { ...needs, ...more }, places: [card('cuda:0', free)], hostFreeBytes: host * GB });

describe('fitMemory', () => {
  it('keeps everything where there is room for it', () => {
    const { verdict, placement, sentence } = placed(32);
    expect(verdict).toBe('fits');
    expect(placement).toEqual({ encodeOnProcessor: false, inTurn: false, tiled: false });
    // 1.15 · (10 + 3.4 + 0.4 + 10)
    expect(sentence).toBe('It fits: about 27.4 GB of 32.0 GB on cuda:0.');
  });

  it('loads one part after the other where there is not', () => {
    const { placement, sentence } = placed(24);
    expect(placement).toEqual({ encodeOnProcessor: false, inTurn: true, tiled: false });
    expect(sentence).toMatch(/^It fits, one part of the model after the other: about 12.0 GB of 24.0 GB/);
  });

  it('puts the T5 encoder on the CPU, where it takes twice as much, and decodes in tiles', () => {
    const large = { parts: [part('encode', 'text_encoder', 20), ...needs.parts.slice(1)] };
    expect(placed(16, 64, large).sentence).toMatch(/^It fits, with the T5 encoder on the CPU: /);
    expect(placed(16, 40, large).verdict).toBe('does-not-fit');
    const small = placed(8, 64);
    expect(small.placement).toEqual({ encodeOnProcessor: true, inTurn: true, tiled: true });
    expect(small.sentence).toMatch(/^It fits, with the T5 encoder on the CPU, decoded in tiles: /);
  });

  it('counts the decoder on every device where they share the tiles', () => {
    const places = [card('cuda:0', 12), card('cuda:1', 7)];
    const on = (decoder: number) =>
      fitMemory({
        needs: {
          ...needs,
          parts: [part('denoise', 'transformer', 3.4, 2.5), part('decode', 'vae_decoder', decoder, 20)],
        },
        places,
        hostFreeBytes: 64 * GB,
      });
    // 1.15 · (1 + 0.25 · 20) and, for the larger decoder, 1.15 · (3 + 0.25 · 20) on each of them.
    expect(on(1).placement).toEqual({ encodeOnProcessor: false, inTurn: true, tiled: true });
    expect(on(1).verdict).toBe('fits');
    const tooLarge = on(3);
    expect(tooLarge.verdict).toBe('does-not-fit');
    expect(tooLarge.sentence).toMatch(/about 9\.2 GB are needed and 7\.0 GB are free on cuda:1/);
  });

  it('says what is missing where nothing helps', () => {
    const { verdict, sentence } = placed(4);
    expect(verdict).toBe('does-not-fit');
    expect(sentence).toMatch(
      /^It does not fit: about 6.8 GB are needed and 4.0 GB are free on cuda:0. Choose /,
    );
    expect(placed(8, 64, { tileShare: undefined }).verdict).toBe('does-not-fit');
  });

  it('adds processor devices up: each holds the model for itself, in float32', () => {
    const processor = (id: string): MemoryPlace => ({ id, isProcessor: true, freeBytes: undefined });
    const on = (count: number, free: number) =>
      fitMemory({
        needs,
        places: Array.from({ length: count }, (_, i) => processor(`cpu:${i}`)),
        hostFreeBytes: free * GB,
      });
    // 1.15 · 2 · (13.8 + 10) and, on the second, 1.15 · 2 · (3.4 + 2.5).
    expect(on(1, 60).placement.inTurn).toBe(false);
    expect(on(2, 60).placement.inTurn).toBe(true);
    expect(on(1, 60).placement.encodeOnProcessor).toBe(false);
    expect(on(1, 20).verdict).toBe('does-not-fit');
  });

  it('is careful in its words where a model does not say what is in flight', () => {
    const silent = { parts: needs.parts.map((known) => ({ ...known, activationBytes: null })) };
    expect(placed(32, 64, silent).sentence).toBe('It fits: at least 15.9 GB of 32.0 GB on cuda:0.');
  });

  it('makes no claim about memory that nobody knows', () => {
    const places = [{ id: 'webgpu:0', isProcessor: false, freeBytes: undefined }];
    expect(fitMemory({ needs, places, hostFreeBytes: GB }).verdict).toBe('unknown');
  });
});
