import type { Bundle } from '../../bundle/open-bundle';
import type { MemoryNeeds } from '../../memory/needs';
import { partNeed } from '../part-needs';
import type { RequestSizeOf } from '../request-size';
import { type StableVideoDiffusionConfigs, spatialCompression } from './config';

/** @param slots sets of latents that a run of the denoiser takes at most. */
export function memoryNeeds(
  bundle: Bundle,
  configs: StableVideoDiffusionConfigs,
  request: RequestSizeOf<'image-to-video'>,
  slots = 1,
): MemoryNeeds {
  const compression = spatialCompression(configs);
  const size = { height: request.height / compression, width: request.width / compression };
  const batch = (request.maxGuidanceScale > 1 ? 2 : 1) * slots;
  return {
    parts: [
      partNeed(bundle, 'encode', 'image_encoder'),
      partNeed(bundle, 'encode', 'vae_encoder', size),
      partNeed(bundle, 'denoise', 'unet', { batch, frames: request.frames, ...size }),
      partNeed(bundle, 'decode', 'vae_decoder', {
        frames: Math.min(request.decodeChunk, request.frames),
        ...size,
      }),
    ],
    decodesOnAllDevices: true,
    tileShare: undefined,
  };
}
