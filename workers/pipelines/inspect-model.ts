import type { Bundle } from '../bundle/open-bundle';
import { StudioError } from '../protocol/errors';
import { T5Tokenizer } from '../text/t5-tokenizer';
import { type CogVideoXConfigs, readConfigs, sizeUnit } from './cogvideox/config';
import { checkRequest, decodedFrames, textToVideoRequestSchema } from './cogvideox/request';
import type { GenerationRequest } from './request';

/** What a model can be asked for. */
export type ModelLimits = {
  /** Width and height are multiples of this many pixels. */
  readonly sizeUnit: number;
  /** Frame counts that come out exactly, ascending. */
  readonly frameCounts: readonly number[];
  readonly maxSteps: number;
  /** Tokens that the text encoder reads, the end token included. */
  readonly promptTokens: number;
};

export type ModelInspection = {
  readonly limits: ModelLimits;
  /** Refuses a request that the model cannot do, as the conductor would. */
  check(request: GenerationRequest): void;
};

/** Clips longer than this many latent frames are beyond what the models of this family are trained on. */
const MAX_LATENT_FRAMES = 16;

/** Reads what a bundle can be asked for from its settings; no graph and no tokenizer is opened. */
export async function inspectModel(bundle: Bundle): Promise<ModelInspection> {
  switch (bundle.manifest.pipeline) {
    case 'CogVideoXPipeline': {
      const configs = await readConfigs(bundle);
      return { limits: cogVideoXLimits(configs), check: (request) => checkRequest(request, configs) };
    }
    default:
      throw unsupported(bundle);
  }
}

/** Opens the bundle's tokenizer and gives the function that counts the tokens of a prompt, the end token included. */
export async function openTokenCounter(bundle: Bundle): Promise<(text: string) => number> {
  switch (bundle.manifest.pipeline) {
    case 'CogVideoXPipeline': {
      const tokenizer = await T5Tokenizer.open(bundle);
      return (text) => tokenizer.encode(text, 1).needed;
    }
    default:
      throw unsupported(bundle);
  }
}

function cogVideoXLimits(configs: CogVideoXConfigs): ModelLimits {
  const counts = Array.from({ length: MAX_LATENT_FRAMES }, (_, i) => decodedFrames(i + 1, configs));
  return {
    sizeUnit: sizeUnit(configs),
    frameCounts: [...new Set(counts)].sort((a, b) => a - b),
    maxSteps: textToVideoRequestSchema.shape.steps.maxValue ?? Number.MAX_SAFE_INTEGER,
    promptTokens: configs.transformer.max_text_seq_length,
  };
}

const unsupported = (bundle: Bundle): StudioError =>
  new StudioError(
    'bundle-unsupported',
    `This version of the app cannot run ${bundle.manifest.pipeline} models: choose another model.`,
  );
