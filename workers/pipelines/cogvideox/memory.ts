import type { Bundle } from '../../bundle/open-bundle';
import type { MemoryNeeds } from '../../memory/needs';
import { partNeed } from '../part-needs';
import type { RequestSizeOf } from '../request-size';
import type { CogVideoXConfigs } from './config';
import { latentExtents } from './request';
import { tileShare } from './tiles';

/** @param slots sets of latents that a run of the denoiser takes at most. */
export function memoryNeeds(
  bundle: Bundle,
  configs: CogVideoXConfigs,
  request: RequestSizeOf<'text-to-video'>,
  slots = 1,
): MemoryNeeds {
  const { frames, height, width } = latentExtents(request, configs);
  const batch = (request.guidanceScale > 1 ? 2 : 1) * slots;
  const share = tileShare(configs.vae, { height, width });
  const decoder = partNeed(bundle, 'decode', 'vae_decoder', { height, width });
  return {
    parts: [
      partNeed(bundle, 'encode', 'text_encoder'),
      partNeed(bundle, 'denoise', 'transformer', { batch, frames, height, width }),
      request.tiledDecode === true && decoder.activationBytes !== null
        ? { ...decoder, activationBytes: decoder.activationBytes * share }
        : decoder,
    ],
    decodesOnAllDevices: request.tiledDecode === true,
    tileShare: request.tiledDecode === true || share === 1 ? undefined : share,
  };
}
