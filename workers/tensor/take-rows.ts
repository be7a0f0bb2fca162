import { sizeOf } from './tensor';

type Rows = { readonly shape: readonly number[]; readonly data: Float32Array | BigInt64Array };

/** The given rows of the first axis, copied, in the order given; a row may be taken several times. */
export function takeRows<T extends Rows>(tensor: T, rows: readonly number[]): T {
  const [, ...rest] = tensor.shape;
  const width = sizeOf(rest);
  // One code path for both element types: rows are only moved.
  const source = tensor.data as Float32Array;
  const data = new (source.constructor as Float32ArrayConstructor)(rows.length * width);
  for (const [to, from] of rows.entries())
    data.set(source.subarray(from * width, (from + 1) * width), to * width);
  return { ...tensor, shape: [rows.length, ...rest], data };
}
