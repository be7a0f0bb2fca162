import { describe, expect, it } from 'vitest';
import type { DenoiserBinding } from './device';
import { LatentsComposer } from './latents-input';

const binding = (latents: DenoiserBinding['latents'], branches: 1 | 2): DenoiserBinding => ({
  graph: { bundle: '', path: '' },
  branches,
  latents,
  timestep: { input: 'timestep', type: 'int64' },
  constants: [],
  output: 'out',
});

describe('LatentsComposer', () => {
  it('repeats the latents for each branch', () => {
    const composer = new LatentsComposer(binding({ input: 'x', shape: [1, 1, 2] }, 2), {
      first: 0,
      count: 2,
    });
    expect(composer.tensor.shape).toEqual([2, 1, 2]);
    expect([...composer.compose(Float32Array.of(5, 6))]).toEqual([5, 6, 5, 6]);
  });

  it('keeps several samples of a branch together', () => {
    const composer = new LatentsComposer(binding({ input: 'x', shape: [2, 1] }, 2), { first: 0, count: 2 });
    expect(composer.tensor.shape).toEqual([4, 1]);
    expect([...composer.compose(Float32Array.of(5, 6))]).toEqual([5, 6, 5, 6]);
  });

  it('appends along an inner axis, for both branches and for one', () => {
    // Two frames of one channel and two pixels; the picture adds one channel, different in each branch.
    const append = {
      axis: 2,
      tensor: { type: 'float32', shape: [2, 2, 1, 2], data: Float32Array.of(1, 2, 3, 4, 10, 20, 30, 40) },
    } as const;
    const latents = { input: 'x', shape: [1, 2, 1, 2], append };
    const both = new LatentsComposer(binding(latents, 2), { first: 0, count: 2 });
    expect(both.tensor.shape).toEqual([2, 2, 2, 2]);
    expect([...both.compose(Float32Array.of(7, 7, 8, 8))]).toEqual([
      7, 7, 1, 2, 8, 8, 3, 4, 7, 7, 10, 20, 8, 8, 30, 40,
    ]);
    const conditional = new LatentsComposer(binding(latents, 2), { first: 1, count: 1 });
    expect([...conditional.compose(Float32Array.of(7, 7, 8, 8))]).toEqual([7, 7, 10, 20, 8, 8, 30, 40]);
    expect([...conditional.compose(Float32Array.of(1, 1, 1, 1))]).toEqual([1, 1, 10, 20, 1, 1, 30, 40]);
  });

  it('puts slots one after the other, each with its branches and what is appended', () => {
    const append = {
      axis: 1,
      tensor: { type: 'float32', shape: [2, 1], data: Float32Array.of(9, 90) },
    } as const;
    const composer = new LatentsComposer(
      binding({ input: 'x', shape: [1, 2], append }, 2),
      { first: 0, count: 2 },
      2,
    );
    expect(composer.tensor.shape).toEqual([4, 3]);
    expect([...composer.compose(Float32Array.of(1, 2), Float32Array.of(3, 4))]).toEqual([
      1, 2, 9, 1, 2, 90, 3, 4, 9, 3, 4, 90,
    ]);
  });

  it('refuses what does not fit', () => {
    const append = {
      axis: 0,
      tensor: { type: 'float32', shape: [1, 3], data: new Float32Array(3) },
    } as const;
    expect(
      () => new LatentsComposer(binding({ input: 'x', shape: [1, 4, 2], append }, 1), { first: 0, count: 1 }),
    ).toThrow(/does not fit/);
  });
});
