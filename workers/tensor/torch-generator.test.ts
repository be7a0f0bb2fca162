import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { TorchGenerator } from './torch-generator';

const sha1 = (values: Float32Array): string =>
  createHash('sha1')
    .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
    .digest('hex');

describe('TorchGenerator', () => {
  it('draws torch.randn(4) of seed 42 by the scalar path', () => {
    // 0x1.58c55cp-2, 0x1.07cd3ap-3, 0x1.e02dcep-3, 0x1.d7b8d8p-3
    expect([...new TorchGenerator(42).randn(4)]).toEqual([
      0x158c55c / 2 ** 26,
      0x107cd3a / 2 ** 27,
      0x1e02dce / 2 ** 27,
      0x1d7b8d8 / 2 ** 27,
    ]);
  });

  it('draws torch.randn(16) of seed 42 by the block path', () => {
    // 0x1.ed4a52p+0, 0x1.7cbea6p+0, 0x1.cd2acep-1, -0x1.0d81b6p+1
    expect([...new TorchGenerator(42).randn(16).subarray(0, 4)]).toEqual([
      0x1ed4a52 / 2 ** 24,
      0x17cbea6 / 2 ** 24,
      0x1cd2ace / 2 ** 25,
      -0x10d81b6 / 2 ** 23,
    ]);
  });

  it('draws torch.randn(1, 3, 64, 64) of seed 42 bit for bit', () => {
    expect(sha1(new TorchGenerator(42).randn(3 * 64 * 64))).toBe('25eba35d4fcd10a993bb732176985f7a3ab3c5f8');
  });

  it('reads only the low 32 bits of a seed', () => {
    expect(new TorchGenerator(7).randn(32)).toEqual(new TorchGenerator(7n + 2n ** 32n).randn(32));
    expect(new TorchGenerator(-1).randn(32)).toEqual(new TorchGenerator(2n ** 64n - 1n).randn(32));
  });

  it('keeps the spare scalar normal across a block draw', () => {
    const together = new TorchGenerator(3).randn(2);
    const generator = new TorchGenerator(3);
    generator.randn(1);
    generator.randn(16);
    expect(generator.randn(1)[0]).toBe(together[1]);
  });

  it('gives half precision the same normals when the count is a multiple of 16, and others in the tail', () => {
    const single = new TorchGenerator(5).randn(32);
    const half = new TorchGenerator(5).randnFloat16(32);
    half.forEach((value, i) => {
      expect(Math.abs(value - (single[i] as number))).toBeLessThan(
        2 ** -10 * Math.abs(single[i] as number) + 2 ** -24,
      );
    });
    const tail = (values: Float32Array): number[] => [...values.subarray(4)];
    expect(tail(new TorchGenerator(5).randnFloat16(20))).not.toEqual(tail(new TorchGenerator(5).randn(20)));
  });
});
