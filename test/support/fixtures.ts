import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type GoldenTensor, readSafetensors } from './safetensors';

export const repository = fileURLToPath(new URL('../..', import.meta.url));
export const tinyBundle = fileURLToPath(new URL('../fixtures/cogvideox-tiny/bundle', import.meta.url));
const goldens = fileURLToPath(new URL('../fixtures/cogvideox-tiny/goldens', import.meta.url));

export function goldenJson<T>(name: string): T {
  return JSON.parse(readFileSync(`${goldens}/${name}.json`, 'utf8')) as T;
}

export function goldenTensors(name: string): Record<string, GoldenTensor> {
  return readSafetensors(`${goldens}/${name}.safetensors`);
}

/** The largest absolute difference of two arrays of one length. */
export function maxDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new Error(`${a.length} values against ${b.length}.`);
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs((a[i] as number) - (b[i] as number));
    // Written so that a NaN on either side is a difference.
    if (!(difference <= largest)) largest = difference;
  }
  return largest;
}
