/**
 * The Mersenne Twister MT19937 as PyTorch's CPU generator seeds and reads it (ATen `mt19937`).
 * Only the low 32 bits of a seed count, as in PyTorch.
 */
const STATE_SIZE = 624;
const SHIFT_SIZE = 397;
const MATRIX = 0x9908b0df;
const UPPER_MASK = 0x80000000;
const LOWER_MASK = 0x7fffffff;

export class MersenneTwister {
  readonly #state = new Uint32Array(STATE_SIZE);
  #next = STATE_SIZE;

  constructor(seed: number | bigint) {
    this.#state[0] = Number(BigInt.asUintN(32, BigInt(seed)));
    for (let j = 1; j < STATE_SIZE; j++) {
      const previous = this.#at(j - 1);
      this.#state[j] = Math.imul(1812433253, previous ^ (previous >>> 30)) + j;
    }
  }

  /** 32 uniform bits. */
  nextUint32(): number {
    if (this.#next === STATE_SIZE) this.#twist();
    let y = this.#at(this.#next++);
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  /** A uniform in [0, 1) with 24 bits, as `torch.float32` draws it. */
  nextFloat(): number {
    return (this.nextUint32() & 0xffffff) / 2 ** 24;
  }

  /** A uniform in [0, 1) with 53 bits, as `torch.float64` draws it: the first word holds the high bits. */
  nextDouble(): number {
    const high = this.nextUint32() & 0x1fffff;
    return (high * 2 ** 32 + this.nextUint32()) / 2 ** 53;
  }

  #at(index: number): number {
    return this.#state[index] as number;
  }

  #twist(): void {
    for (let i = 0; i < STATE_SIZE; i++) {
      const mixed = (this.#at(i) & UPPER_MASK) | (this.#at((i + 1) % STATE_SIZE) & LOWER_MASK);
      this.#state[i] = this.#at((i + SHIFT_SIZE) % STATE_SIZE) ^ (mixed >>> 1) ^ (mixed & 1 ? MATRIX : 0);
    }
    this.#next = 0;
  }
}
