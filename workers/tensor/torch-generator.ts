import { logFloat32, type SinCos, sinCosFloat32 } from './cephes-float32';
import { toFloat16 } from './float16';
import { MersenneTwister } from './mersenne-twister';

const f = Math.fround;
const BLOCK = 16;
const HALF_BLOCK = BLOCK / 2;
const TWO_PI_FLOAT32 = f(2 * Math.PI);

/**
 * `torch.Generator('cpu')`: the same seed gives the same normals as `torch.randn(..., generator=generator)`,
 * bit for bit with PyTorch's AVX2 and AVX-512 kernels (ATen `normal_fill_AVX2`, `normal_distribution`).
 * The order of calls matters, as it does in PyTorch.
 */
export class TorchGenerator {
  readonly #bits: MersenneTwister;
  /** The second normal of a Box-Muller pair, kept for the next scalar draw; block draws leave it alone. */
  #spareNormal: number | undefined;

  constructor(seed: number | bigint) {
    this.#bits = new MersenneTwister(seed);
  }

  /** `torch.randn(count, dtype=torch.float32)`. */
  randn(count: number): Float32Array {
    const out = new Float32Array(count);
    if (count < BLOCK) {
      for (let i = 0; i < count; i++) out[i] = this.#scalarNormal();
      return out;
    }
    for (let i = 0; i < count; i++) out[i] = this.#bits.nextFloat();
    const whole = count - (count % BLOCK);
    for (let i = 0; i < whole; i += BLOCK) boxMullerBlock(out, i);
    if (whole < count) {
      // PyTorch redraws the last 16 slots, overlapping the block before.
      const tail = count - BLOCK;
      for (let i = tail; i < count; i++) out[i] = this.#bits.nextFloat();
      boxMullerBlock(out, tail);
    }
    return out;
  }

  /** `torch.randn(count, dtype=torch.float16)`, each value as the float32 that equals it. */
  randnFloat16(count: number): Float32Array {
    const out = new Float32Array(count);
    if (count < BLOCK) {
      for (let i = 0; i < count; i++) out[i] = toFloat16(this.#scalarNormal());
      return out;
    }
    // Half precision draws block by block, so its tail takes the uniforms that follow the last whole block.
    const block = new Float32Array(BLOCK);
    const whole = count - (count % BLOCK);
    const starts = Array.from({ length: whole / BLOCK }, (_, i) => i * BLOCK);
    if (whole < count) starts.push(count - BLOCK);
    for (const start of starts) {
      for (let j = 0; j < BLOCK; j++) block[j] = this.#bits.nextFloat();
      boxMullerBlock(block, 0);
      for (let j = 0; j < BLOCK; j++) out[start + j] = toFloat16(block[j] as number);
    }
    return out;
  }

  #scalarNormal(): number {
    if (this.#spareNormal !== undefined) {
      const spare = this.#spareNormal;
      this.#spareNormal = undefined;
      return spare;
    }
    const u1 = this.#bits.nextDouble();
    const u2 = this.#bits.nextDouble();
    const radius = Math.sqrt(-2 * Math.log1p(-u2));
    const angle = 2 * Math.PI * u1;
    this.#spareNormal = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }
}

const pair: SinCos = { sin: 0, cos: 0 };

/** Turns 16 uniforms at `start` into 16 normals: slot j holds u1 and slot j + 8 holds u2 of a pair. */
function boxMullerBlock(values: Float32Array, start: number): void {
  for (let j = start; j < start + HALF_BLOCK; j++) {
    const u1 = f(1 - (values[j] as number));
    const radius = f(Math.sqrt(f(-2 * logFloat32(u1))));
    sinCosFloat32(f(TWO_PI_FLOAT32 * (values[j + HALF_BLOCK] as number)), pair);
    values[j] = f(radius * pair.cos);
    values[j + HALF_BLOCK] = f(radius * pair.sin);
  }
}
