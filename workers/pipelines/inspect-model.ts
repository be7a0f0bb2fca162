import type { Bundle } from '../bundle/open-bundle';
import type { MemoryNeeds } from '../memory/needs';
import { StudioError } from '../protocol/errors';
import { T5Tokenizer } from '../text/t5-tokenizer';
import { readConfigs as readAudioLdm2 } from './audioldm2/config';
import { memoryNeeds as needsOfAudioLdm2 } from './audioldm2/memory';
import { audioLdm2Limits, checkRequest as checkAudioLdm2 } from './audioldm2/request';
import { readConfigs as readCogVideoX } from './cogvideox/config';
import { memoryNeeds as needsOfCogVideoX } from './cogvideox/memory';
import { checkRequest as checkCogVideoX, cogVideoXLimits } from './cogvideox/request';
import { type GenerationKind, type GenerationRequest, requestOf } from './request';
import { type RequestSize, sizeFor } from './request-size';
import { readConfigs as readStableVideo } from './stable-video-diffusion/config';
import { memoryNeeds as needsOfStableVideo } from './stable-video-diffusion/memory';
import { checkRequest as checkStableVideo, stableVideoLimits } from './stable-video-diffusion/request';

type Inspection<K extends GenerationKind, Limits> = {
  readonly kind: K;
  /** What the model can be asked for. */
  readonly limits: Limits;
  /** Refuses a request that the model cannot do, as the conductor would. */
  check(request: GenerationRequest): void;
  /**
   * What a request takes of memory.
   *
   * @param slots the most that a device evaluates in one run, as the plan has it; 1 unless told otherwise.
   */
  memoryNeeds(request: RequestSize, slots?: number): MemoryNeeds;
};

/** What can be known of a model without opening a graph or a tokenizer. */
export type ModelInspection =
  | Inspection<'text-to-video', ReturnType<typeof cogVideoXLimits>>
  | Inspection<'image-to-video', ReturnType<typeof stableVideoLimits>>
  | Inspection<'text-to-audio', ReturnType<typeof audioLdm2Limits>>;

/** Reads what a bundle can be asked for from its settings; no graph and no tokenizer is opened. */
export async function inspectModel(bundle: Bundle): Promise<ModelInspection> {
  switch (bundle.manifest.pipeline) {
    case 'CogVideoXPipeline': {
      const configs = await readCogVideoX(bundle);
      return {
        kind: 'text-to-video',
        limits: cogVideoXLimits(configs),
        check: (request) => checkCogVideoX(requestOf('text-to-video', request), configs),
        memoryNeeds: (request, slots) =>
          needsOfCogVideoX(bundle, configs, sizeFor('text-to-video', request), slots),
      };
    }
    case 'StableVideoDiffusionPipeline': {
      const configs = await readStableVideo(bundle);
      return {
        kind: 'image-to-video',
        limits: stableVideoLimits(configs),
        check: (request) => checkStableVideo(requestOf('image-to-video', request), configs),
        memoryNeeds: (request, slots) =>
          needsOfStableVideo(bundle, configs, sizeFor('image-to-video', request), slots),
      };
    }
    case 'AudioLDM2Pipeline': {
      const configs = await readAudioLdm2(bundle);
      return {
        kind: 'text-to-audio',
        limits: audioLdm2Limits(configs),
        check: (request) => checkAudioLdm2(requestOf('text-to-audio', request), configs),
        memoryNeeds: (request, slots) =>
          needsOfAudioLdm2(bundle, configs, sizeFor('text-to-audio', request), slots),
      };
    }
  }
}

/** Opens the bundle's tokenizer and gives the function that counts the tokens of a prompt, the end token included. */
export async function openTokenCounter(bundle: Bundle): Promise<(text: string) => number> {
  switch (bundle.manifest.pipeline) {
    case 'CogVideoXPipeline': {
      const tokenizer = await T5Tokenizer.open(bundle);
      return (text) => tokenizer.encode(text, 1).needed;
    }
    case 'StableVideoDiffusionPipeline':
      throw new StudioError('bad-request', 'This model reads no prompt: it makes a video from a picture.');
    case 'AudioLDM2Pipeline': {
      const tokenizer = await T5Tokenizer.open(bundle, 'tokenizer_2');
      return (text) => tokenizer.encode(text, 1).needed;
    }
  }
}
