import type { Device, GraphRef } from '../../device/device';
import { StudioError } from '../../protocol/errors';
import { slice, type Tensor } from '../../tensor/tensor';
import { dealOut } from '../deal-out';
import { notNumbers } from '../not-numbers';

export type SoundGraphs = { readonly vae: GraphRef; readonly vocoder: GraphRef };

/**
 * From latents `[W, C, h, w]`, already divided by the scaling factor, to W sounds: the VAE makes a log-mel
 * spectrogram `[1, 1, frames, bins]` of each, the vocoder a waveform. Each sound is decoded on its own, so
 * sounds are dealt to the devices and do not depend on how many there are.
 */
export async function decodeSounds(
  graphs: SoundGraphs,
  devices: readonly Device[],
  latents: Tensor,
  onSound: () => void,
): Promise<Float32Array[]> {
  const count = latents.shape[0] ?? 0;
  const sounds = Array.from({ length: count }, (_, i) => slice(latents, 0, i, i + 1));
  return dealOut(devices, sounds, async (device, sound) => {
    const spectrogram = await decodeSpectrogram(device, graphs.vae, sound);
    const waveform = await voice(device, graphs.vocoder, spectrogram);
    onSound();
    return waveform;
  });
}

/** `[1, C, h, w]` to `[1, 1, frames, bins]`. */
export async function decodeSpectrogram(device: Device, graph: GraphRef, latents: Tensor): Promise<Tensor> {
  const { sample } = await device.run({
    graph,
    feeds: { latent_sample: { type: 'float32', ...latents } },
    fetch: ['sample'],
  });
  if (sample?.type !== 'float32' || sample.shape.length !== 4) throw noSound('spectrogram decoder');
  return finite(sample, 'spectrogram');
}

/** `[1, 1, frames, bins]` to a waveform. */
async function voice(device: Device, graph: GraphRef, { shape, data }: Tensor): Promise<Float32Array> {
  const [, , frames = 0, bins = 0] = shape;
  const { waveform } = await device.run({
    graph,
    feeds: { spectrogram: { type: 'float32', shape: [1, frames, bins], data } },
    fetch: ['waveform'],
  });
  if (waveform?.type !== 'float32') throw noSound('vocoder');
  return finite(waveform, 'sound').data;
}

function finite(values: Tensor, what: string): Tensor {
  if (values.data.every(Number.isFinite)) return values;
  throw notNumbers(what);
}

const noSound = (what: string): StudioError =>
  new StudioError(
    'bundle-unsupported',
    `The ${what} answered with something else than its settings say. Verify the model.`,
  );
