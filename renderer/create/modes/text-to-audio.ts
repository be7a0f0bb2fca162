import { MAX_GUIDANCE, numberProblem, problemsOf, promptProblem } from '../form/problems';
import { fields, text } from '../form/restore';
import { commonDefaults, EMPTY_COMMON, type TextToAudioValues } from '../form/values';
import type { Mode } from './mode';

const EMPTY: TextToAudioValues = {
  ...EMPTY_COMMON,
  kind: 'text-to-audio',
  prompt: '',
  negativePrompt: '',
  guidanceScale: 3.5,
  seconds: 5,
  waveforms: 1,
};

/** A prompt becomes a sound. */
export const textToAudio: Mode<'text-to-audio'> = {
  kind: 'text-to-audio',
  empty: EMPTY,

  restore: (stored, common) => ({
    ...EMPTY,
    ...common,
    prompt: text(stored['prompt'], EMPTY.prompt),
    negativePrompt: text(stored['negativePrompt'], EMPTY.negativePrompt),
    ...fields(stored, EMPTY, ['guidanceScale', 'seconds', 'waveforms']),
  }),

  withDefaults(values, model) {
    const { negativePrompt, guidanceScale, seconds, waveforms } = model.defaults;
    return { ...values, ...commonDefaults(values, model), negativePrompt, guidanceScale, seconds, waveforms };
  },

  fromRequest: ({ prompt, negativePrompt, guidanceScale, seconds, waveforms }, common) => ({
    ...common,
    kind: 'text-to-audio',
    prompt,
    negativePrompt,
    guidanceScale,
    seconds,
    waveforms,
  }),

  problems: (values, { limits }) =>
    problemsOf({
      prompt: promptProblem(values.prompt),
      negativePrompt: promptProblem(values.negativePrompt),
      guidanceScale: numberProblem(values.guidanceScale, 'Guidance', 0, MAX_GUIDANCE),
      seconds: numberProblem(values.seconds, 'The length in seconds', limits.minSeconds, limits.maxSeconds),
      waveforms: numberProblem(values.waveforms, 'Variants', 1, limits.maxWaveforms, true),
    }),

  notReady: ({ prompt }) => (prompt.trim() === '' ? 'Write a prompt first.' : undefined),

  requests: async (values) => [
    {
      kind: 'text-to-audio',
      prompt: values.prompt,
      negativePrompt: values.negativePrompt,
      seed: Number(values.seed),
      steps: Number(values.steps),
      guidanceScale: Number(values.guidanceScale),
      seconds: Number(values.seconds),
      waveforms: Number(values.waveforms),
    },
  ],
};
