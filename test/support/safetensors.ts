import { readFileSync } from 'node:fs';

export type GoldenTensor = { readonly shape: readonly number[]; readonly data: ArrayLike<number> };

/** Reads a safetensors file: a header length, a JSON header, raw little-endian data. */
export function readSafetensors(path: string): Record<string, GoldenTensor> {
  const file = readFileSync(path);
  const headerBytes = Number(file.readBigUInt64LE(0));
  const header = JSON.parse(file.toString('utf8', 8, 8 + headerBytes)) as Record<
    string,
    { dtype: string; shape: number[]; data_offsets: [number, number] }
  >;
  const tensors: Record<string, GoldenTensor> = {};
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    const [start, end] = entry.data_offsets;
    // Copied, because typed arrays want aligned offsets.
    const bytes = new Uint8Array(file.subarray(8 + headerBytes + start, 8 + headerBytes + end)).buffer;
    tensors[name] = { shape: entry.shape, data: typed(entry.dtype, bytes) };
  }
  return tensors;
}

function typed(dtype: string, bytes: ArrayBuffer): ArrayLike<number> {
  switch (dtype) {
    case 'F32':
      return new Float32Array(bytes);
    case 'F64':
      return new Float64Array(bytes);
    case 'U8':
      return new Uint8Array(bytes);
    case 'F16':
      return new Uint16Array(bytes);
    case 'I64':
      return Array.from(new BigInt64Array(bytes), Number);
    default:
      throw new Error(`No reader for ${dtype}.`);
  }
}
