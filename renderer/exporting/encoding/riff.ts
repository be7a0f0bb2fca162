/** RIFF, the container of WebP: chunks of a four-letter name, a length and data, padded to even lengths. */

export type Chunk = { readonly name: string; readonly data: Uint8Array };

const HEAD = 8;

const paddedLength = (data: Uint8Array): number => data.length + (data.length % 2);

function writeChunk(out: Uint8Array, at: number, { name, data }: Chunk): number {
  for (let i = 0; i < 4; i++) out[at + i] = name.charCodeAt(i);
  new DataView(out.buffer, out.byteOffset).setUint32(at + 4, data.length, true);
  out.set(data, at + HEAD);
  return at + HEAD + paddedLength(data);
}

export function joinChunks(chunks: readonly Chunk[]): Uint8Array {
  const length = chunks.reduce((total, { data }) => total + HEAD + paddedLength(data), 0);
  const out = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) at = writeChunk(out, at, chunk);
  return out;
}

export function splitChunks(bytes: Uint8Array): Chunk[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  let at = 0;
  while (at + HEAD <= bytes.length) {
    const name = String.fromCharCode(...bytes.subarray(at, at + 4));
    const length = view.getUint32(at + 4, true);
    const data = bytes.subarray(at + HEAD, at + HEAD + length);
    if (data.length !== length) throw new Error(`The chunk ${name} is cut short.`);
    chunks.push({ name, data });
    at += HEAD + paddedLength(data);
  }
  return chunks;
}

const FORM = 'WEBP';

/** A whole file of the given chunks. */
export function webpFile(chunks: readonly Chunk[]): Uint8Array {
  const body = joinChunks(chunks);
  const data = new Uint8Array(FORM.length + body.length);
  data.set(new TextEncoder().encode(FORM));
  data.set(body, FORM.length);
  return joinChunks([{ name: 'RIFF', data }]);
}

/** The chunks of a WebP file. */
export function webpChunks(file: Uint8Array): Chunk[] {
  const [riff] = splitChunks(file);
  if (riff?.name !== 'RIFF' || String.fromCharCode(...riff.data.subarray(0, 4)) !== FORM) {
    throw new Error('This is not a WebP file.');
  }
  return splitChunks(riff.data.subarray(4));
}
