import type { Bundle } from '../bundle/open-bundle';
import { AudioLdm2Pipeline } from './audioldm2/pipeline';
import { CogVideoXPipeline } from './cogvideox/pipeline';
import type { Pipeline } from './pipeline';
import { type GenerationRequest, requestOf } from './request';
import { StableVideoDiffusionPipeline } from './stable-video-diffusion/pipeline';
import { readSourceImage } from './stable-video-diffusion/source-image';

/**
 * The pipeline that a bundle's manifest names, made ready for one request.
 *
 * @param inputs the folder that holds the files which the request names.
 */
export async function openPipeline(
  bundle: Bundle,
  request: GenerationRequest,
  inputs: string,
): Promise<Pipeline> {
  switch (bundle.manifest.pipeline) {
    case 'CogVideoXPipeline':
      return CogVideoXPipeline.open(bundle, requestOf('text-to-video', request));
    case 'StableVideoDiffusionPipeline': {
      const own = requestOf('image-to-video', request);
      return StableVideoDiffusionPipeline.open(bundle, own, await readSourceImage(inputs, own.image));
    }
    case 'AudioLDM2Pipeline':
      return AudioLdm2Pipeline.open(bundle, requestOf('text-to-audio', request));
  }
}
