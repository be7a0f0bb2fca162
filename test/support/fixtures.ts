import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type GoldenTensor, readSafetensors } from './safetensors';

export const repository = fileURLToPath(new URL('../..', import.meta.url));
const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url));

/** What a reference run has recorded for one tiny random pipeline. */
export class Goldens {
  readonly bundle: string;
  readonly #folder: string;

  constructor(pipeline: 'cogvideox-tiny' | 'svd-tiny' | 'audioldm2-tiny') {
    this.bundle = `${fixtures}/${pipeline}/bundle`;
    this.#folder = `${fixtures}/${pipeline}/goldens`;
  }

  /** A file that the recording was made from. */
  path(file: string): string {
    return `${this.#folder}/${file}`;
  }

  json<T>(name: string): T {
    return JSON.parse(readFileSync(`${this.#folder}/${name}.json`, 'utf8')) as T;
  }

  /** The tensors of a recording, by name; asking for one that is not there throws. */
  tensors(name: string): (key: string) => GoldenTensor {
    const tensors = readSafetensors(`${this.#folder}/${name}.safetensors`);
    return (key) => {
      const found = tensors[key];
      if (found === undefined) throw new Error(`The golden ${name} has no ${key}.`);
      return found;
    };
  }
}

export const cogVideoXGoldens = new Goldens('cogvideox-tiny');
export const tinyBundle = cogVideoXGoldens.bundle;

/** The values of step `step` in a recording of all steps. */
export function stepOf({ data, shape }: GoldenTensor, step: number): Float32Array {
  const size = data.length / (shape[0] ?? 1);
  return (data as Float32Array).slice(step * size, (step + 1) * size);
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
