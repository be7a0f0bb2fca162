/** What equal pictures count as, and the most that any do, in dB. */
export const EQUAL_DB = 100;

/** Peak signal-to-noise ratio of two 8-bit clips over all their frames, in dB; 100 where they are equal. */
export function psnr(a: Uint8Array, b: Uint8Array): number {
  if (a.length !== b.length) throw new RangeError(`${a.length} values against ${b.length}.`);
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += ((a[i] as number) - (b[i] as number)) ** 2;
  if (sum === 0) return EQUAL_DB;
  return Math.min(EQUAL_DB, 10 * Math.log10(255 ** 2 / (sum / a.length)));
}
