import {
  frameCountProblem,
  MAX_GUIDANCE,
  numberProblem,
  problemsOf,
  promptProblem,
  sizeProblem,
} from '../form/problems';
import { fields, flag, text } from '../form/restore';
import { commonDefaults, EMPTY_COMMON, type TextToVideoValues } from '../form/values';
import type { Mode } from './mode';

const EMPTY: TextToVideoValues = {
  ...EMPTY_COMMON,
  kind: 'text-to-video',
  prompt: '',
  negativePrompt: '',
  guidanceScale: 6,
  dynamicGuidance: false,
  tiledDecode: false,
  frames: 1,
  width: 64,
  height: 64,
};

/** A prompt becomes a clip. */
export const textToVideo: Mode<'text-to-video'> = {
  kind: 'text-to-video',
  empty: EMPTY,

  restore: (stored, common) => ({
    ...EMPTY,
    ...common,
    prompt: text(stored['prompt'], EMPTY.prompt),
    negativePrompt: text(stored['negativePrompt'], EMPTY.negativePrompt),
    dynamicGuidance: flag(stored['dynamicGuidance'], EMPTY.dynamicGuidance),
    tiledDecode: flag(stored['tiledDecode'], EMPTY.tiledDecode),
    ...fields(stored, EMPTY, ['guidanceScale', 'frames', 'width', 'height']),
  }),

  withDefaults(values, model) {
    const { negativePrompt, guidanceScale, frames, width, height } = model.defaults;
    const numbers = { negativePrompt, guidanceScale, frames, width, height };
    return { ...values, ...commonDefaults(values, model), ...numbers };
  },

  fromRequest(request, common) {
    const { prompt, negativePrompt, guidanceScale, dynamicGuidance, frames, width, height } = request;
    const { tiledDecode = false } = request;
    const numbers = { guidanceScale, dynamicGuidance, tiledDecode, frames, width, height };
    return { ...common, kind: 'text-to-video', prompt, negativePrompt, ...numbers };
  },

  problems: (values, { limits }) =>
    problemsOf({
      prompt: promptProblem(values.prompt),
      negativePrompt: promptProblem(values.negativePrompt),
      guidanceScale: numberProblem(values.guidanceScale, 'Guidance', 0, MAX_GUIDANCE),
      frames: frameCountProblem(values.frames, limits.frameCounts),
      width: sizeProblem(values.width, limits.sizeUnit),
      height: sizeProblem(values.height, limits.sizeUnit),
    }),

  notReady: ({ prompt }) => (prompt.trim() === '' ? 'Write a prompt first.' : undefined),

  requests: async (values, { defaults }) => [
    {
      kind: 'text-to-video',
      prompt: values.prompt,
      negativePrompt: values.negativePrompt,
      seed: Number(values.seed),
      steps: Number(values.steps),
      guidanceScale: Number(values.guidanceScale),
      dynamicGuidance: values.dynamicGuidance,
      frames: Number(values.frames),
      width: Number(values.width),
      height: Number(values.height),
      fps: defaults.fps,
      ...(values.tiledDecode && { tiledDecode: true }),
    },
  ],
};
