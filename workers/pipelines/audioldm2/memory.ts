import type { Bundle } from '../../bundle/open-bundle';
import type { MemoryNeeds } from '../../memory/needs';
import { partNeed } from '../part-needs';
import type { RequestSizeOf } from '../request-size';
import { type AudioLdm2Configs, compression } from './config';
import { spectrogramExtents } from './request';

/** @param slots sets of latents that a run of the denoiser takes at most. */
export function memoryNeeds(
  bundle: Bundle,
  configs: AudioLdm2Configs,
  request: RequestSizeOf<'text-to-audio'>,
  slots = 1,
): MemoryNeeds {
  const { frames } = spectrogramExtents(request.seconds, configs);
  const height = frames / compression(configs);
  const batch = (request.guidanceScale > 1 ? 2 : 1) * request.waveforms * slots;
  return {
    parts: [
      ...['text_encoder', 'text_encoder_2', 'projection_model', 'language_model'].map((component) =>
        partNeed(bundle, 'encode', component, {}, 'model'),
      ),
      partNeed(bundle, 'denoise', 'unet', { batch, height }),
      partNeed(bundle, 'decode', 'vae_decoder', { height }),
      partNeed(bundle, 'decode', 'vocoder', { frames }),
      // One sound alone is not judged.
      ...(request.waveforms > 1 && bundle.hasGraph('text_encoder', 'audio')
        ? [partNeed(bundle, 'decode', 'text_encoder', {}, 'audio')]
        : []),
    ],
    decodesOnAllDevices: request.waveforms > 1,
    tileShare: undefined,
  };
}
