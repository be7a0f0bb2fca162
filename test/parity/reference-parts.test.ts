import { describe, expect, it } from 'vitest';
import { openBundle } from '../../workers/bundle/open-bundle';
import {
  CogVideoXDdimScheduler,
  cogVideoXDdimConfigSchema,
  cumulativeAlphas,
} from '../../workers/schedulers/cogvideox-ddim';
import { decodeFloat16 } from '../../workers/tensor/float16';
import { TorchGenerator } from '../../workers/tensor/torch-generator';
import { T5Tokenizer } from '../../workers/text/t5-tokenizer';
import { cogVideoXGoldens, maxDifference, tinyBundle } from '../support/fixtures';

describe('CogVideoXDdimScheduler equals diffusers', () => {
  const golden = cogVideoXGoldens.json<{
    config: unknown;
    alphasCumprod: number[];
    timesteps: Record<string, number[]>;
  }>('schedule');
  const config = cogVideoXDdimConfigSchema.parse(golden.config);

  it('in every cumulative alpha, to 1e-14', () => {
    // PyTorch multiplies a float64 cumulative product in blocks, so single last bits may differ.
    expect(maxDifference(cumulativeAlphas(config), golden.alphasCumprod)).toBeLessThan(1e-14);
  });

  it.each(Object.keys(golden.timesteps))('in the timesteps of %s steps', (steps) => {
    expect(new CogVideoXDdimScheduler(config, Number(steps)).timesteps).toEqual(golden.timesteps[steps]);
  });
});

describe('TorchGenerator equals torch.randn', () => {
  type Draw = { tensor: string; dtype: string; shape: number[]; count: number };
  const { sequences } = cogVideoXGoldens.json<{ sequences: { seed: string; draws: Draw[] }[] }>('random');
  const tensorOf = cogVideoXGoldens.tensors('random');
  // The engine draws float32 and float16; float64 is nowhere asked for.
  const used = sequences.filter(({ draws }) => draws.every(({ dtype }) => dtype !== 'float64'));

  it.each(used.map((sequence, i) => ({ name: `${i}: seed ${sequence.seed}`, ...sequence })))(
    'in sequence $name',
    ({ seed, draws }) => {
      const generator = new TorchGenerator(BigInt(seed));
      for (const { tensor, dtype, count } of draws) {
        const expected = tensorOf(tensor).data;
        if (dtype === 'float16') {
          expect(maxDifference(generator.randnFloat16(count), decodeFloat16(expected as Uint16Array))).toBe(
            0,
          );
        } else {
          expect(maxDifference(generator.randn(count), expected)).toBe(0);
        }
      }
    },
  );

  it('covers most of the golden sequences', () => {
    expect(used.length).toBeGreaterThan(10);
  });
});

describe('T5Tokenizer equals transformers', async () => {
  type Golden = {
    maxTokens: number;
    texts: { text: string; ids: number[]; padded: number[] }[];
    repeated: { piece: string; times: number; count: number; padded: number[] }[];
  };
  const { maxTokens, texts, repeated } = cogVideoXGoldens.json<Golden>('tokenizer');
  const tokenizer = await T5Tokenizer.open(await openBundle(tinyBundle));
  const cases = [
    ...texts.map(({ text, ids, padded }) => ({ text, needed: ids.length, padded })),
    ...repeated.map(({ piece, times, count, padded }) => ({
      text: piece.repeat(times),
      needed: count,
      padded,
    })),
  ];

  it.each(cases.map((golden) => ({ name: JSON.stringify(golden.text).slice(0, 60), ...golden })))(
    'on $name',
    ({ text, needed, padded }) => {
      const tokens = tokenizer.encode(text, maxTokens);
      expect([...tokens.ids].map(Number)).toEqual(padded);
      expect(tokens.needed).toBe(needed);
    },
  );
});
