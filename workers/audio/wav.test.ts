import { describe, expect, it } from 'vitest';
import { floatWav } from './wav';

describe('floatWav', () => {
  it('has a header as players read it, and every sample as it is', () => {
    const samples = Float32Array.of(0, 1, -1, 1.5, 1e-20);
    const file = Buffer.from(floatWav(samples, 16_000));
    expect(file.toString('latin1', 0, 4)).toBe('RIFF');
    expect(file.readUInt32LE(4)).toBe(file.length - 8);
    expect(file.toString('latin1', 8, 16)).toBe('WAVEfmt ');
    const [format, channels] = [file.readUInt16LE(20), file.readUInt16LE(22)];
    expect({ format, channels, bits: file.readUInt16LE(34) }).toEqual({ format: 3, channels: 1, bits: 32 });
    expect([file.readUInt32LE(24), file.readUInt32LE(28)]).toEqual([16_000, 64_000]);
    expect([file.toString('latin1', 38, 42), file.readUInt32LE(46)]).toEqual(['fact', 5]);
    expect([file.toString('latin1', 50, 54), file.readUInt32LE(54)]).toEqual(['data', 20]);
    expect([0, 1, 2, 3, 4].map((i) => file.readFloatLE(58 + 4 * i))).toEqual([...samples]);
  });
});
