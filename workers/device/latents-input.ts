import { StudioError } from '../protocol/errors';
import { sizeOf } from '../tensor/tensor';
import type { DenoiserBinding } from './device';

/**
 * Builds the denoiser's latents input: slot by slot the latents repeated for each branch, each copy followed
 * along one axis by what the binding appends. The appended part is copied once, the latents at every evaluation.
 */
export class LatentsComposer {
  /** The whole input, the batch axis included; `compose` fills it anew. */
  readonly tensor: {
    readonly type: 'float32';
    readonly shape: readonly number[];
    readonly data: Float32Array;
  };
  readonly #branches: number;
  /** Consecutive latents, and consecutive input values, per index of the axes before the appended one. */
  readonly #latentsBlock: number;
  readonly #inputBlock: number;

  /**
   * @param part which of the binding's branches this input is for.
   * @param slots how many sets of latents are evaluated together.
   */
  constructor(
    { latents, branches }: DenoiserBinding,
    part: { readonly first: number; readonly count: number },
    slots = 1,
  ) {
    const { shape, append } = latents;
    const axis = append?.axis ?? 1;
    const extra = append?.tensor.shape[axis] ?? 0;
    const [batch = 1] = shape;
    const withExtent = (extent: number, copies: number): number[] =>
      shape.map((value, i) => (i === 0 ? batch * copies : i === axis ? extent : value));
    const whole = withExtent((shape[axis] ?? 1) + extra, slots * part.count);
    this.#branches = part.count;
    this.#latentsBlock = sizeOf(shape.slice(axis));
    this.#inputBlock = sizeOf(whole.slice(axis));
    this.tensor = { type: 'float32', shape: whole, data: new Float32Array(sizeOf(whole)) };
    if (append === undefined) return;

    const { tensor } = append;
    if (
      axis === 0 ||
      tensor.type !== 'float32' ||
      tensor.data.length !== sizeOf(withExtent(extra, branches))
    ) {
      throw new StudioError('protocol', 'What is appended to the latents does not fit them.');
    }
    const block = this.#inputBlock - this.#latentsBlock;
    const blocks = sizeOf(shape.slice(0, axis));
    const perSlot = part.count * blocks;
    for (let i = 0; i < slots * perSlot; i++) {
      const from = (part.first * blocks + (i % perSlot)) * block;
      this.tensor.data.set(
        tensor.data.subarray(from, from + block),
        i * this.#inputBlock + this.#latentsBlock,
      );
    }
  }

  /** Fills the input with the latents of each slot and returns its values, the same array every time. */
  compose(...slots: readonly Float32Array[]): Float32Array {
    let to = 0;
    for (const latents of slots) {
      for (let branch = 0; branch < this.#branches; branch++) {
        for (let from = 0; from < latents.length; from += this.#latentsBlock) {
          this.tensor.data.set(latents.subarray(from, from + this.#latentsBlock), to);
          to += this.#inputBlock;
        }
      }
    }
    return this.tensor.data;
  }
}
