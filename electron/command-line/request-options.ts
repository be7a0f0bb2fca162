/** What a job is asked for, one builder per kind of generation. */
import { randomInt } from 'node:crypto';
import type { Command } from 'commander';
import {
  type Bundle,
  type GenerationRequest,
  generationRequestSchema,
  type ModelInspection,
  type Plan,
  StudioError,
} from '../../workers/api';
import { textToVideoDefaults } from '../models/defaults';
import { pixelSize, positiveNumber, type Size, wholeNumber } from './numbers';

export type RequestOptions = {
  readonly prompt?: string;
  readonly negative?: string;
  readonly seed?: number;
  readonly guidance?: number;
  readonly dynamicGuidance?: boolean;
  readonly frames?: number;
  readonly size?: Size;
};

export function addRequestOptions(command: Command): Command {
  return command
    .option('--prompt <text>', 'what should be shown')
    .option('--negative <text>', 'what should not be shown')
    .option('--seed <n>', 'same seed, same clip (default: random)', wholeNumber(0))
    .option('--guidance <x>', 'how closely to follow the prompt', positiveNumber)
    .option('--dynamic-guidance', 'vary guidance over the steps')
    .option('--frames <n>', 'frames of the clip', wholeNumber(1))
    .option('--size <WxH>', 'pixels, such as 64x64', pixelSize);
}

/** The request that the options ask for, with the bundle's defaults for what they leave open. */
export function prepareRequest(
  kind: ModelInspection['kind'],
  bundle: Bundle,
  plan: Plan,
  options: RequestOptions,
): GenerationRequest {
  switch (kind) {
    case 'text-to-video':
      return checked(textToVideo(bundle, plan, options));
    case 'image-to-video':
      throw new StudioError('bad-request', 'This model makes a video from a picture: use it in the window.');
  }
}

function textToVideo(bundle: Bundle, plan: Plan, options: RequestOptions): Unchecked {
  if (options.prompt === undefined) {
    throw new StudioError(
      'bad-request',
      'This model needs a prompt: say with --prompt what should be shown.',
    );
  }
  const defaults = textToVideoDefaults(bundle);
  return {
    kind: 'text-to-video',
    prompt: options.prompt,
    negativePrompt: options.negative ?? defaults.negativePrompt,
    seed: options.seed ?? randomSeed(),
    steps: plan.steps,
    guidanceScale: options.guidance ?? defaults.guidanceScale,
    dynamicGuidance: options.dynamicGuidance ?? false,
    frames: options.frames ?? defaults.frames,
    width: options.size?.width ?? defaults.width,
    height: options.size?.height ?? defaults.height,
    fps: defaults.fps,
  };
}

/** A request of the right shape whose numbers may be beyond what is allowed. */
type Unchecked = GenerationRequest;

function checked(unchecked: Unchecked): GenerationRequest {
  const request = generationRequestSchema.safeParse(unchecked);
  if (request.success) return request.data;
  const [issue] = request.error.issues;
  throw new StudioError(
    'bad-request',
    `The ${issue?.path.join('.') ?? 'request'} cannot be used: ${issue?.message ?? ''}.`,
  );
}

const randomSeed = (): number => randomInt(2 ** 32);
