import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import {
  decodeEvaluate,
  decodePrediction,
  encodeEvaluate,
  encodePrediction,
  evaluateMessageSchema,
  predictionMessageSchema,
} from './evaluation-messages';

/** A small generator of its own, so that a failure can be played again from the seed in the test's name. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const location = { place: 'payload', offset: 64, bytes: 4096 } as const;
const slot = { timestep: 999, guidanceScales: [6, 1.5], latents: location } as const;
const evaluate = { id: 7, branch: 'conditional', slots: [slot, { ...slot, timestep: 0.5 }] } as const;
const prediction = {
  id: 2 ** 32 - 1,
  started: 1n,
  ended: 2n ** 64n - 1n,
  predictions: [{ place: 'shared', offset: 0, bytes: 2 ** 31 - 4 }, location],
} as const;

describe('a message of an evaluation', () => {
  it('is read as it was written', () => {
    expect(decodeEvaluate(encodeEvaluate(evaluate))).toEqual(evaluate);
    expect(decodePrediction(encodePrediction(prediction))).toEqual(prediction);
    // Also where the bytes lie in the middle of a chunk, at an odd place.
    const chunk = Buffer.concat([Buffer.from([9]), encodePrediction(prediction), Buffer.from([9])]);
    expect(decodePrediction(chunk.subarray(1, -1))).toEqual(prediction);
  });

  const inSlot = (change: object): object => ({ slots: [{ ...slot, ...change }] });
  const wrong: readonly (readonly [string, object])[] = [
    ['a timestep that is no number', inSlot({ timestep: Number.NaN })],
    ['an endless guidance scale', inSlot({ guidanceScales: [Number.POSITIVE_INFINITY] })],
    ['no guidance scale', inSlot({ guidanceScales: [] })],
    ['too many guidance scales', inSlot({ guidanceScales: Array(4097).fill(1) })],
    ['half a number', inSlot({ latents: { ...location, bytes: 6 } })],
    ['more bytes than a frame has', inSlot({ latents: { ...location, bytes: 2 ** 31 } })],
    ['an offset beyond all memory', inSlot({ latents: { ...location, offset: 2 ** 31 } })],
    ['no slot', { slots: [] }],
    ['too many slots', { slots: Array(257).fill(slot) }],
    ['a branch that is none', { branch: 'third' }],
  ];
  it.each(wrong)('is refused with %s, as its schema refuses it', (_name, change) => {
    const message = { ...evaluate, ...change } as z.infer<typeof evaluateMessageSchema>;
    expect(evaluateMessageSchema.safeParse(message).success).toBe(false);
    expect(() => decodeEvaluate(encodeEvaluate(message))).toThrow(RangeError);
  });
});

type Codec = {
  readonly valid: Uint8Array;
  readonly schema: z.ZodType;
  decode(bytes: Uint8Array): unknown;
  encode(message: never): Uint8Array;
};

const CODECS: Readonly<Record<string, Codec>> = {
  evaluate: {
    valid: encodeEvaluate(evaluate),
    schema: evaluateMessageSchema,
    decode: decodeEvaluate,
    encode: encodeEvaluate,
  },
  prediction: {
    valid: encodePrediction(prediction),
    schema: predictionMessageSchema,
    decode: decodePrediction,
    encode: encodePrediction,
  },
};

const ROUNDS = 20_000;

describe.each(Object.entries(CODECS))(
  'bytes like those of %s',
  (_name, { valid, schema, decode, encode }) => {
    it.each([1, 20250514])('are refused, or are a message that the schema takes (seed %i)', (seed) => {
      const random = mulberry32(seed);
      const below = (bound: number): number => Math.floor(random() * bound);
      let accepted = 0;
      for (let round = 0; round < ROUNDS; round++) {
        const bytes = random() < 0.1 ? valid.slice(0, below(valid.length + 1)) : valid.slice();
        const changes = below(4);
        // Mostly the bytes that matter: extremes, small numbers, and single bits.
        for (let i = 0; i < changes && bytes.length > 0; i++) {
          const at = below(bytes.length);
          bytes[at] = [0, 1, 2, 3, 0x7f, 0xf0, 0xff, (bytes[at] as number) ^ (1 << below(8))][
            below(8)
          ] as number;
        }
        let message: unknown;
        try {
          message = decode(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
          continue;
        }
        accepted++;
        const parsed = schema.safeParse(message);
        if (!parsed.success) throw new Error(`Taken: ${Buffer.from(bytes).toString('hex')}`);
        // Nothing in the bytes is overlooked: the message makes the very same ones.
        if (!Buffer.from(encode(message as never)).equals(bytes)) {
          throw new Error(`Not the same again: ${Buffer.from(bytes).toString('hex')}`);
        }
      }
      expect(accepted).toBeGreaterThan(ROUNDS / 10);
      expect(accepted).toBeLessThan(ROUNDS);
    });
  },
);
