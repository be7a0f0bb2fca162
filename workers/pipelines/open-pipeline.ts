import type { Bundle } from '../bundle/open-bundle';
import { StudioError } from '../protocol/errors';
import { CogVideoXPipeline } from './cogvideox/pipeline';
import type { Pipeline } from './pipeline';
import type { GenerationRequest } from './request';

/** The pipeline that a bundle's manifest names, made ready for one request. */
export async function openPipeline(bundle: Bundle, request: GenerationRequest): Promise<Pipeline> {
  switch (bundle.manifest.pipeline) {
    case 'CogVideoXPipeline':
      return CogVideoXPipeline.open(bundle, request);
    default:
      throw new StudioError(
        'bundle-unsupported',
        `This version of the app cannot run ${bundle.manifest.pipeline} models: choose another model.`,
      );
  }
}
