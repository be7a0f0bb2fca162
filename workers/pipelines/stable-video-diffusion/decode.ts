import type { Device, GraphRef } from '../../device/device';
import { StudioError } from '../../protocol/errors';
import { slice, type Tensor } from '../../tensor/tensor';

/**
 * Decodes latents `[F, C, h, w]`, already divided by the scaling factor, in runs of `chunk` frames. Each run is
 * decoded on its own (temporal layers see only their run), so runs are dealt to the devices and the result does
 * not depend on how many there are. Yields samples `[frames, 3, H, W]` in order.
 */
export async function* decodeFrames(
  graph: GraphRef,
  devices: readonly Device[],
  latents: Tensor,
  chunk: number,
): AsyncGenerator<Tensor> {
  const frames = latents.shape[0] ?? 1;
  const starts = Array.from({ length: Math.ceil(frames / chunk) }, (_, i) => i * chunk);
  for (let first = 0; first < starts.length; first += devices.length) {
    const wave = starts.slice(first, first + devices.length);
    const samples = await Promise.all(
      wave.map((start, i) =>
        decodeRun(graph, devices[i] as Device, slice(latents, 0, start, Math.min(start + chunk, frames))),
      ),
    );
    yield* samples;
  }
}

async function decodeRun(graph: GraphRef, device: Device, { shape, data }: Tensor): Promise<Tensor> {
  const { sample } = await device.run({
    graph,
    feeds: { latent_sample: { type: 'float32', shape, data } },
    fetch: ['sample'],
  });
  if (sample?.type !== 'float32') {
    throw new StudioError(
      'bundle-unsupported',
      'The video decoder answered with no frames. Verify the model.',
    );
  }
  return sample;
}
