/** A dense float32 array in row-major order. */
export type Tensor = { readonly shape: readonly number[]; readonly data: Float32Array };

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

export function tensor(shape: readonly number[], data: Float32Array): Tensor {
  if (data.length !== sizeOf(shape)) {
    throw new RangeError(`${data.length} values do not fill the shape [${shape.join(', ')}].`);
  }
  return { shape, data };
}

/** Swaps axes 1 and 2: `[B, F, C, ...]` becomes `[B, C, F, ...]`. */
export function swapAxes12(source: Tensor): Tensor {
  const [batch = 1, first = 1, second = 1, ...rest] = source.shape;
  const inner = sizeOf(rest);
  const out = new Float32Array(source.data.length);
  for (let b = 0; b < batch; b++) {
    for (let i = 0; i < first; i++) {
      for (let j = 0; j < second; j++) {
        const from = ((b * first + i) * second + j) * inner;
        out.set(source.data.subarray(from, from + inner), ((b * second + j) * first + i) * inner);
      }
    }
  }
  return tensor([batch, second, first, ...rest], out);
}

/** Elements `[start, end)` along `axis`, copied. */
export function slice(source: Tensor, axis: number, start: number, end: number): Tensor {
  const extent = source.shape[axis] ?? 1;
  const outer = sizeOf(source.shape.slice(0, axis));
  const inner = sizeOf(source.shape.slice(axis + 1));
  const count = end - start;
  const out = new Float32Array(outer * count * inner);
  for (let o = 0; o < outer; o++) {
    const from = (o * extent + start) * inner;
    out.set(source.data.subarray(from, from + count * inner), o * count * inner);
  }
  return tensor(
    source.shape.map((value, i) => (i === axis ? count : value)),
    out,
  );
}

/** Stacks tensors of one shape along the first axis: n × `[B, ...]` becomes `[n·B, ...]`. */
export function concatFirstAxis(tensors: readonly Tensor[]): Tensor {
  const [first, ...others] = tensors;
  if (first === undefined) throw new RangeError('There is nothing to concatenate.');
  if (others.length === 0) return first;
  const rows = tensors.reduce((sum, { shape }) => sum + (shape[0] ?? 1), 0);
  const out = new Float32Array(tensors.reduce((sum, { data }) => sum + data.length, 0));
  let offset = 0;
  for (const { data } of tensors) {
    out.set(data, offset);
    offset += data.length;
  }
  return tensor([rows, ...first.shape.slice(1)], out);
}
