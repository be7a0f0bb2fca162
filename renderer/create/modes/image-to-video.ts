import { MAX_GUIDANCE, numberProblem, problemsOf, sizeProblem } from '../form/problems';
import { fields } from '../form/restore';
import { commonDefaults, EMPTY_COMMON, type ImageToVideoValues } from '../form/values';
import type { Mode } from './mode';

const MAX_MOTION = 1023;
const MAX_AUGMENTATION = 10;
const MAX_FPS = 240;

const EMPTY: ImageToVideoValues = {
  ...EMPTY_COMMON,
  kind: 'image-to-video',
  motionBucketId: 127,
  fps: 7,
  noiseAugStrength: 0.02,
  minGuidanceScale: 1,
  maxGuidanceScale: 3,
  frames: 14,
  width: 64,
  height: 64,
  decodeChunk: 14,
};

const NUMBERS = [
  ...(['motionBucketId', 'fps', 'noiseAugStrength', 'minGuidanceScale', 'maxGuidanceScale'] as const),
  ...(['frames', 'width', 'height', 'decodeChunk'] as const),
];

/** A picture becomes a clip. */
export const imageToVideo: Mode<'image-to-video'> = {
  kind: 'image-to-video',
  empty: EMPTY,

  restore: (stored, common) => ({ ...EMPTY, ...common, ...fields(stored, EMPTY, NUMBERS) }),

  withDefaults: (values, model) => ({
    ...values,
    ...pick(model.defaults),
    ...commonDefaults(values, model),
  }),

  fromRequest: (request, common) => ({ ...EMPTY, ...common, ...pick(request) }),

  problems: (values, { limits }) =>
    problemsOf({
      motionBucketId: numberProblem(values.motionBucketId, 'Motion', 0, MAX_MOTION, true),
      fps: numberProblem(values.fps, 'The frame rate', 1, MAX_FPS, true),
      noiseAugStrength: numberProblem(values.noiseAugStrength, 'Augmentation', 0, MAX_AUGMENTATION),
      minGuidanceScale: numberProblem(values.minGuidanceScale, 'Guidance', 0, MAX_GUIDANCE),
      maxGuidanceScale: numberProblem(values.maxGuidanceScale, 'Guidance', 0, MAX_GUIDANCE),
      frames: numberProblem(values.frames, 'The length', 1, limits.maxFrames, true),
      width: sizeProblem(values.width, limits.sizeUnit),
      height: sizeProblem(values.height, limits.sizeUnit),
      decodeChunk: numberProblem(values.decodeChunk, 'The chunk', 1, limits.maxFrames, true),
    }),

  // The window takes no pictures yet: they come through the command line.
  notReady: () => 'Make this one from the command line: generate --image FILE.',

  requests: async () => [],
};

type Numbers = Pick<ImageToVideoValues, (typeof NUMBERS)[number]>;

function pick(from: Numbers): Numbers {
  return Object.fromEntries(NUMBERS.map((name) => [name, from[name]])) as Numbers;
}
