/** A sound model, and sounds of rising tones: cheap to make, plain to see, the same every time. */
import {
  idealSpeedup,
  type JobDraft,
  type Model,
  type ResultDetail,
  titleOf,
} from '../../../electron/contract/index';
import { allEvents, planOf } from './results';

export const SOUND_RATE = 16_000;
export const SOUND_SECONDS = 2;

export const SOUND_MODEL: Model = {
  id: 'demo-text-to-audio',
  title: 'ParaStep Sounds',
  description: 'A small AudioLDM2.',
  license: 'Apache-2.0',
  source: 'https://github.com/parastep-studio/parastep-studio',
  kind: 'text-to-audio',
  folder: '/opt/parastep-studio/models/demo-text-to-audio',
  bytes: 24_000_000,
  bundled: true,
  removable: false,
  limits: { maxSteps: 1000, promptTokens: 77, minSeconds: 0.5, maxSeconds: 30, maxWaveforms: 8 },
  defaults: {
    steps: 200,
    guidanceScale: 3.5,
    negativePrompt: '',
    seconds: SOUND_SECONDS,
    waveforms: 1,
    warmup: 8,
    cooldown: 0,
  },
  examples: ['a piano playing a rising scale', 'fast drums'],
};

const soundDraft = (waveforms: number): JobDraft => ({
  model: SOUND_MODEL.id,
  request: {
    kind: 'text-to-audio',
    prompt: 'a piano playing a rising scale',
    negativePrompt: '',
    seed: 5,
    steps: 200,
    guidanceScale: 3.5,
    seconds: SOUND_SECONDS,
    waveforms,
  },
  parallelism: { devices: ['cpu:0', 'cpu:1'], degree: 2, warmup: 8, cooldown: 0, reuse: 'own' },
});

/** Variant `v` is a tone of 220 · (v + 1) Hz that swells. */
function tones(waveforms: number): Float32Array<ArrayBuffer> {
  const samples = SOUND_RATE * SOUND_SECONDS;
  return Float32Array.from({ length: waveforms * samples }, (_, i) => {
    const at = i % samples;
    const hertz = 220 * (1 + Math.floor(i / samples));
    return (0.8 * at * Math.sin((2 * Math.PI * hertz * at) / SOUND_RATE)) / samples;
  });
}

/** A finished sound of so many variants, as the library has it. */
export function makeSoundResult(id: string, createdAt: number, waveforms: number): ResultDetail {
  const draft = soundDraft(waveforms);
  const plan = planOf(draft);
  const { devices, degree } = draft.parallelism;
  return {
    id,
    createdAt,
    kind: 'text-to-audio',
    title: titleOf(draft.request),
    seed: draft.request.seed,
    modelTitle: SOUND_MODEL.title,
    seconds: 9,
    degree,
    devices,
    thumbnailUrl: '',
    media: {
      kind: 'audio',
      waveforms,
      samples: SOUND_RATE * SOUND_SECONDS,
      sampleRate: SOUND_RATE,
      scores: Array.from({ length: waveforms }, (_, i) => 0.4 - 0.1 * i),
      samplesUrl: URL.createObjectURL(new Blob([tones(waveforms)])),
    },
    draft,
    plan,
    idealSpeedup: idealSpeedup(plan),
    notices: [],
    timings: { total: 9000, stages: { load: 640, encode: 180, denoise: 7000, decode: 1020, save: 160 } },
    memory: { conductorPeakBytes: 142_000_000, devices: [] },
    evaluations: allEvents(draft, plan),
    commandLine: 'parastep generate --prompt "a piano playing a rising scale" --out sound.wav',
    folder: `/home/ada/Videos/ParaStep Studio/${id}`,
  };
}
