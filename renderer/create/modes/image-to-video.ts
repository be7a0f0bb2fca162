import { fitSchema, hasShape, type RequestOf } from '../../../electron/contract/index';
import { request } from '../../bridge/client';
import { framePicture } from '../../pictures/frame-picture';
import { MAX_GUIDANCE, numberProblem, problemsOf, sizeProblem } from '../form/problems';
import { fields, isStored } from '../form/restore';
import { commonDefaults, EMPTY_COMMON, type FormPicture, type ImageToVideoValues } from '../form/values';
import type { Mode } from './mode';

const MAX_MOTION = 1023;
const MAX_AUGMENTATION = 10;
const MAX_FPS = 240;

const EMPTY: ImageToVideoValues = {
  ...EMPTY_COMMON,
  kind: 'image-to-video',
  pictures: [],
  fit: 'crop',
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

  restore: (stored, common) => ({
    ...EMPTY,
    ...common,
    ...fields(stored, EMPTY, NUMBERS),
    pictures: restorePictures(stored['pictures']),
    fit: fitSchema.safeParse(stored['fit']).data ?? EMPTY.fit,
  }),

  withDefaults: (values, model) => ({
    ...values,
    ...pick(model.defaults),
    ...commonDefaults(values, model),
  }),

  // The picture itself comes later: its file is elsewhere.
  fromRequest: (asked, common) => ({
    ...EMPTY,
    ...common,
    ...pick(asked),
    fit: hasShape(asked.image, asked) ? 'crop' : 'stretch',
  }),

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

  notReady: ({ pictures }) => (pictures.length === 0 ? 'Choose a picture first, or drop one.' : undefined),

  async requests(values) {
    const made: RequestOf<'image-to-video'>[] = [];
    // One after the other: each may be large.
    for (const picture of values.pictures) {
      const shape = { width: Number(values.width), height: Number(values.height) };
      const framed = await framePicture(picture, { fit: values.fit, focus: picture.focus, shape });
      const { file } = await request('pictures.put', framed);
      made.push({
        kind: 'image-to-video',
        image: { file, name: picture.name, width: framed.width, height: framed.height },
        seed: Number(values.seed),
        steps: Number(values.steps),
        minGuidanceScale: Number(values.minGuidanceScale),
        maxGuidanceScale: Number(values.maxGuidanceScale),
        motionBucketId: Number(values.motionBucketId),
        noiseAugStrength: Number(values.noiseAugStrength),
        frames: Number(values.frames),
        ...shape,
        fps: Number(values.fps),
        decodeChunk: Math.min(Number(values.decodeChunk), Number(values.frames)),
      });
    }
    return made;
  },
};

/** The pictures of an earlier run that are described whole; whether their files are still there shows later. */
function restorePictures(stored: unknown): FormPicture[] {
  return Array.isArray(stored) ? stored.flatMap(restorePicture) : [];
}

function restorePicture(stored: unknown): FormPicture[] {
  if (!isStored(stored) || !isStored(stored['focus'])) return [];
  const { id, name, width, height } = stored;
  const { x, y } = stored['focus'];
  if (typeof id !== 'string' || typeof name !== 'string') return [];
  if (!isSide(width) || !isSide(height) || !isShare(x) || !isShare(y)) return [];
  return [{ id, name, width, height, focus: { x, y } }];
}

const isSide = (value: unknown): value is number => Number.isInteger(value) && Number(value) > 0;
const isShare = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 1;

type Numbers = Pick<ImageToVideoValues, (typeof NUMBERS)[number]>;

function pick(from: Numbers): Numbers {
  return Object.fromEntries(NUMBERS.map((name) => [name, from[name]])) as Numbers;
}
