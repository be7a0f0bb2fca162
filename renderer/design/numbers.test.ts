import { describe, expect, it } from 'vitest';
import { bytes, clock, count, duration, measured, times } from './numbers';

describe('numbers', () => {
  it.each([
    [0.4, '0 s'],
    [59.6, '1 min 0 s'],
    [80, '1 min 20 s'],
    [3599.7, '1 h 0 min'],
    [7500, '2 h 5 min'],
    [-3, '0 s'],
  ])('says %d seconds as %s', (seconds, text) => expect(duration(seconds)).toBe(text));

  it.each([
    [12.4, '12 ms'],
    [4312, '4.31 s'],
    [43_120, '43.1 s'],
    [431_200, '7 min 11 s'],
  ])('says %d measured milliseconds as %s', (milliseconds, text) =>
    expect(measured(milliseconds)).toBe(text),
  );

  it.each([
    [0, '0:00.0'],
    [1.375, '0:01.3'],
    [0.3, '0:00.3'],
    [61.25, '1:01.2'],
  ])('shows the position %d s as %s', (seconds, text) => expect(clock(seconds)).toBe(text));

  it.each([
    [1, '1 byte'],
    [999, '999 bytes'],
    [1000, '1.0 KB'],
    [123_456, '123 KB'],
    [21_500_000_000, '21.5 GB'],
  ])('says %d bytes as %s', (amount, text) => expect(bytes(amount)).toBe(text));

  it('says factors and amounts', () => {
    expect(times(1.785)).toBe('1.78×');
    expect(count(1, 'frame')).toBe('1 frame');
    expect(count(1200, 'device')).toBe('1,200 devices');
  });
});
