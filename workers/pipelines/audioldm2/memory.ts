import type { Bundle } from '../../bundle/open-bundle';
import type { MemoryNeeds } from '../../memory/needs';
import { partNeed } from '../part-needs';
import type { RequestSizeOf } from '../request-size';
import { type AudioLdm2Configs, compression } from './config';
import { spectrogramExtents } from './request';

export function memoryNeeds(
  bundle: Bundle,
  configs: AudioLdm2Configs,
  request: RequestSizeOf<'text-to-audio'>,
): MemoryNeeds {
  const { frames } = spectrogramExtents(request.seconds, configs);
  const height = frames / compression(configs);
  const batch = (request.guidanceScale > 1 ? 2 : 1) * request.waveforms;
  return {
    parts: [
      ...['text_encoder', 'text_encoder_2', 'projection_model', 'language_model'].map((component) =>
        partNeed(bundle, 'encode', component),
      ),
      partNeed(bundle, 'denoise', 'unet', { batch, height }),
      partNeed(bundle, 'decode', 'vae_decoder', { height }),
      partNeed(bundle, 'decode', 'vocoder', { frames }),
    ],
    decodesOnAllDevices: request.waveforms > 1,
    tileShare: undefined,
  };
}
