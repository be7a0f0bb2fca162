/** A run of bytes, both ends included. */
export type ByteRange = { readonly start: number; readonly end: number };

/**
 * The bytes that a `Range` header asks for: a range, undefined for the whole file (no header, or one that this
 * server does not know, which it may ignore), or `unsatisfiable`.
 */
export function byteRange(header: string | null, size: number): ByteRange | undefined | 'unsatisfiable' {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (match === null) return undefined;
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return undefined;
  if (first === '') {
    const length = Math.min(Number(last), size);
    return length === 0 ? 'unsatisfiable' : { start: size - length, end: size - 1 };
  }
  const start = Number(first);
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== '' && Number(last) < start) return undefined;
  return start >= size ? 'unsatisfiable' : { start, end };
}
