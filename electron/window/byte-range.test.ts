import { describe, expect, it } from 'vitest';
import { byteRange } from './byte-range';

describe('a byte range', () => {
  it.each([
    [null, undefined],
    ['', undefined],
    ['bytes=0-9', { start: 0, end: 9 }],
    ['bytes=90-', { start: 90, end: 99 }],
    ['bytes=-10', { start: 90, end: 99 }],
    ['bytes=-1000', { start: 0, end: 99 }],
    ['bytes=90-1000', { start: 90, end: 99 }],
    ['bytes=99-99', { start: 99, end: 99 }],
    ['bytes=100-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    // What cannot be understood is answered with the whole file, as the standard allows.
    ['bytes=9-0', undefined],
    ['bytes=-', undefined],
    ['bytes=a-b', undefined],
    ['bytes=0-1,4-5', undefined],
    ['lines=0-9', undefined],
  ])('%s of 100 bytes', (header, expected) => {
    expect(byteRange(header, 100)).toEqual(expected);
  });

  it('of an empty file cannot be satisfied', () => {
    expect(byteRange('bytes=0-', 0)).toBe('unsatisfiable');
    expect(byteRange(null, 0)).toBeUndefined();
  });
});
