import type { Bundle } from '../../bundle/open-bundle';
import type { Device, DeviceTensor, GraphRef, Kept } from '../../device/device';
import { StudioError } from '../../protocol/errors';
import { slice, type Tensor, tensor } from '../../tensor/tensor';
import { dealOut } from '../deal-out';
import type { CogVideoXVaeConfig } from './config';
import { blendTiles, type Tile } from './tiles';

/** A run of latent frames that the decoder takes in one go. */
export type DecodeChunk = { readonly start: number; readonly end: number; readonly graph: string };

const CHUNK_FRAMES = 2;
const DECODER = 'vae_decoder';

/**
 * The chunk pattern of diffusers' `AutoencoderKLCogVideoX._decode`: two latent frames at a time, the first
 * chunk taking the odd one. It is part of the model, because group norms span a chunk.
 */
export function decodeChunks(frames: number): DecodeChunk[] {
  const count = Math.max(Math.floor(frames / CHUNK_FRAMES), 1);
  const rest = frames % CHUNK_FRAMES;
  return Array.from({ length: count }, (_, i) => {
    const start = i === 0 ? 0 : CHUNK_FRAMES * i + rest;
    const end = Math.min(CHUNK_FRAMES * (i + 1) + rest, frames);
    return { start, end, graph: i === 0 ? `first_${end - start}` : `next_${end - start}` };
  });
}

/** The graphs that decoding `frames` latent frames needs. */
export function decodeGraphs(bundle: Bundle, frames: number): GraphRef[] {
  const names = new Set(decodeChunks(frames).map(({ graph }) => graph));
  return [...names].map((name) => ({ bundle: bundle.folder, path: bundle.graph(DECODER, name).path }));
}

/**
 * Decodes latents `[1, C, F, h, w]`, already divided by the scaling factor, chunk by chunk; each chunk's caches
 * stay on the device for the next. Yields samples `[1, 3, frames, H, W]` in about −1…1.
 */
export async function* decodeLatents(
  bundle: Bundle,
  device: Device,
  latents: Tensor,
): AsyncGenerator<Tensor> {
  const frames = latents.shape[2] ?? 1;
  for (const { start, end, graph: name } of decodeChunks(frames)) {
    const graph = bundle.graph(DECODER, name);
    const part = slice(latents, 2, start, end);
    const feeds: Record<string, DeviceTensor | Kept> = {
      latent_sample: { type: 'float32', shape: part.shape, data: part.data },
    };
    for (const { name: input } of graph.inputs) {
      if (input.startsWith('cache_in_')) feeds[input] = { kept: cacheKey(input) };
    }
    const caches = graph.outputs.filter(({ name: output }) => output.startsWith('cache_out_'));
    const { sample } = await device.run({
      graph: { bundle: bundle.folder, path: graph.path },
      feeds,
      fetch: ['sample'],
      keep: Object.fromEntries(caches.map(({ name: output }) => [output, cacheKey(output)])),
    });
    if (sample?.type !== 'float32') {
      throw new StudioError(
        'bundle-unsupported',
        'The video decoder answered with no frames. Verify the model.',
      );
    }
    yield { shape: sample.shape, data: sample.data };
  }
}

/**
 * Decodes latents `[1, C, F, h, w]` tile by tile, the tiles dealt out to the devices, and blends the tiles: diffusers'
 * `tiled_decode`. Each tile is a video of its own, so the result does not depend on how many devices there are.
 */
export async function decodeInTiles(
  bundle: Bundle,
  devices: readonly Device[],
  latents: Tensor,
  vae: CogVideoXVaeConfig,
  tiles: readonly Tile[],
  onTile: () => void = () => undefined,
): Promise<Tensor> {
  const decoded = await dealOut(devices, tiles, async (device, { top, left, height, width }) => {
    const part = slice(slice(latents, 3, top, top + height), 4, left, left + width);
    const chunks: Tensor[] = [];
    for await (const chunk of decodeLatents(bundle, device, part)) chunks.push(chunk);
    onTile();
    return joinFrames(chunks);
  });
  return blendTiles(vae, tiles, decoded);
}

/** Samples `[1, C, frames, H, W]` one after the other in time. */
function joinFrames(chunks: readonly Tensor[]): Tensor {
  const [first] = chunks;
  if (first === undefined) throw new RangeError('There is nothing to join.');
  const [, channels = 1, , height = 1, width = 1] = first.shape;
  const framesOf = ({ shape }: Tensor): number => shape[2] ?? 0;
  const frames = chunks.reduce((sum, chunk) => sum + framesOf(chunk), 0);
  const plane = height * width;
  const out = new Float32Array(channels * frames * plane);
  let before = 0;
  for (const chunk of chunks) {
    const own = framesOf(chunk) * plane;
    for (let c = 0; c < channels; c++) {
      out.set(chunk.data.subarray(c * own, (c + 1) * own), c * frames * plane + before);
    }
    before += own;
  }
  return tensor([1, channels, frames, height, width], out);
}

/** Output `cache_out_007` of one chunk is input `cache_in_007` of the next. */
const cacheKey = (name: string): string => `cache_${name.slice(name.lastIndexOf('_') + 1)}`;
