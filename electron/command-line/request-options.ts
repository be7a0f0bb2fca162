/** What a job is asked for, one builder per kind of generation. */
import { randomInt } from 'node:crypto';
import { type Command, Option } from 'commander';
import {
  type Bundle,
  type GenerationRequest,
  generationRequestSchema,
  type ModelInspection,
  type Plan,
  StudioError,
} from '../../workers/api';
import type { Fit, Focus } from '../contract/framing';
import { imageToVideoDefaults, textToAudioDefaults, textToVideoDefaults } from '../models/defaults';
import { type Picture, readPicture } from '../pictures/read-picture';
import { focusPoint, pixelSize, positiveNumber, type Size, wholeNumber } from './numbers';

export type RequestOptions = {
  readonly prompt?: string;
  readonly negative?: string;
  readonly seed?: number;
  readonly guidance?: number;
  readonly dynamicGuidance?: boolean;
  readonly tiledDecode?: boolean;
  readonly frames?: number;
  readonly size?: Size;
  readonly image?: string;
  readonly fit: Fit;
  readonly focus: Focus;
  readonly motion?: number;
  readonly fps?: number;
  readonly augmentation?: number;
  readonly minGuidance?: number;
  readonly maxGuidance?: number;
  readonly decodeChunk?: number;
  readonly seconds?: number;
  readonly waveforms?: number;
};

/** A request, and the framed picture that it names. */
export type PreparedRequest = {
  readonly request: GenerationRequest;
  readonly source: { readonly file: string; readonly picture: Picture } | undefined;
};

/** The picture and how it is framed. */
export function addPictureOptions(command: Command): Command {
  return command
    .option('--image <file>', 'the picture that comes alive: PNG, JPEG, WebP or AVIF')
    .addOption(
      new Option('--fit <how>', 'how the picture gets the shape of the clip')
        .choices(['crop', 'pad', 'stretch'])
        .default('crop'),
    )
    .addOption(
      new Option('--focus <X,Y>', 'what a crop keeps, from 0,0 (left, top) to 1,1')
        .argParser(focusPoint)
        .default({ x: 0.5, y: 0.5 }, '0.5,0.5'),
    );
}

export function addRequestOptions(command: Command): Command {
  return addPictureOptions(command)
    .option('--prompt <text>', 'what should be shown or heard')
    .option('--negative <text>', 'what should not be shown')
    .option('--seed <n>', 'same seed, same clip (default: random)', wholeNumber(0))
    .option('--guidance <x>', 'how closely to follow the prompt', positiveNumber)
    .option('--dynamic-guidance', 'vary guidance over the steps')
    .option('--tiled-decode', 'decode in overlapping tiles, which takes less memory')
    .option('--frames <n>', 'frames of the clip', wholeNumber(1))
    .option('--size <WxH>', 'pixels, such as 64x64', pixelSize)
    .option('--motion <n>', 'how much moves; 127 is usual', wholeNumber(0))
    .option(
      '--fps <n>',
      'frames a second; a model that starts from a picture is told them as well',
      wholeNumber(1),
    )
    .option('--augmentation <x>', 'noise added to the picture', positiveNumber)
    .option('--min-guidance <x>', 'guidance of the first frame', positiveNumber)
    .option('--max-guidance <x>', 'guidance of the last frame', positiveNumber)
    .option('--decode-chunk <n>', 'frames decoded together', wholeNumber(1))
    .option('--seconds <x>', 'length of the sound', positiveNumber)
    .option('--waveforms <n>', 'variants of the sound, the best first', wholeNumber(1));
}

/** The request that the options ask for, with the bundle's defaults for what they leave open. */
export async function prepareRequest(
  kind: ModelInspection['kind'],
  bundle: Bundle,
  plan: Plan,
  options: RequestOptions,
): Promise<PreparedRequest> {
  switch (kind) {
    case 'text-to-video':
      return { request: checked(textToVideo(bundle, plan, options)), source: undefined };
    case 'text-to-audio':
      return { request: checked(textToAudio(bundle, plan, options)), source: undefined };
    case 'image-to-video':
      return imageToVideo(bundle, plan, options);
  }
}

const PIXELS_FILE = 'source.rgb';

async function imageToVideo(bundle: Bundle, plan: Plan, options: RequestOptions): Promise<PreparedRequest> {
  const { image: path, fit, focus } = options;
  if (path === undefined) {
    throw new StudioError('bad-request', 'This model needs a picture: name one with --image.');
  }
  if (options.prompt !== undefined) {
    throw new StudioError(
      'bad-request',
      'This model makes a video from a picture and reads no prompt: leave --prompt out.',
    );
  }
  const defaults = imageToVideoDefaults(bundle);
  const width = options.size?.width ?? defaults.width;
  const height = options.size?.height ?? defaults.height;
  const frames = options.frames ?? defaults.frames;
  const picture = await readPicture(path, { fit, focus, shape: { width, height } });
  const request = checked({
    kind: 'image-to-video',
    image: { file: PIXELS_FILE, name: picture.name, width: picture.width, height: picture.height },
    seed: options.seed ?? randomSeed(),
    steps: plan.steps,
    minGuidanceScale: options.minGuidance ?? defaults.minGuidanceScale,
    maxGuidanceScale: options.maxGuidance ?? defaults.maxGuidanceScale,
    motionBucketId: options.motion ?? defaults.motionBucketId,
    noiseAugStrength: options.augmentation ?? defaults.noiseAugStrength,
    frames,
    width,
    height,
    fps: options.fps ?? defaults.fps,
    decodeChunk: options.decodeChunk ?? Math.min(defaults.decodeChunk, frames),
  });
  return { request, source: { file: PIXELS_FILE, picture } };
}

function textToVideo(bundle: Bundle, plan: Plan, options: RequestOptions): Unchecked {
  if (options.prompt === undefined) {
    throw new StudioError(
      'bad-request',
      'This model needs a prompt: say with --prompt what should be shown.',
    );
  }
  if (options.image !== undefined) {
    throw new StudioError(
      'bad-request',
      'This model makes a video from a prompt: leave --image out, or choose another model with --bundle.',
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
    fps: options.fps ?? defaults.fps,
    ...(options.tiledDecode === true && { tiledDecode: true }),
  };
}

function textToAudio(bundle: Bundle, plan: Plan, options: RequestOptions): Unchecked {
  if (options.prompt === undefined) {
    throw new StudioError(
      'bad-request',
      'This model needs a prompt: say with --prompt what should be heard.',
    );
  }
  const defaults = textToAudioDefaults(bundle);
  return {
    kind: 'text-to-audio',
    prompt: options.prompt,
    negativePrompt: options.negative ?? defaults.negativePrompt,
    seed: options.seed ?? randomSeed(),
    steps: plan.steps,
    guidanceScale: options.guidance ?? defaults.guidanceScale,
    seconds: options.seconds ?? defaults.seconds,
    waveforms: options.waveforms ?? defaults.waveforms,
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
