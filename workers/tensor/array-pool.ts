/**
 * Float32 arrays of one length, used again and again. The system clears a fresh array page by page, which for
 * latents of millions of values takes longer than any arithmetic on them.
 */
export class ArrayPool {
  readonly length: number;
  readonly #free: Float32Array[] = [];
  readonly #lent = new Set<Float32Array>();

  constructor(length: number) {
    this.length = length;
  }

  /** An array whose values are anything; whoever takes it writes all of them. */
  take(): Float32Array {
    const array = this.#free.pop() ?? new Float32Array(this.length);
    this.#lent.add(array);
    return array;
  }

  /** Makes arrays, all of their pages there, until there are so many, those that are lent included. */
  reserve(count: number): void {
    while (this.#lent.size + this.#free.length < count)
      this.#free.push(new Float32Array(this.length).fill(0));
  }

  /** Nobody may use the array any more. One that this pool has not lent is left alone. */
  give(array: Float32Array): void {
    if (this.#lent.delete(array)) this.#free.push(array);
  }
}
