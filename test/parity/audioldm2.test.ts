import { beforeAll, describe, expect, it } from 'vitest';
import { clapFeatures, clapFeaturesConfigSchema } from '../../workers/audio/clap-features';
import { resample } from '../../workers/audio/resample';
import { type Bundle, openBundle } from '../../workers/bundle/open-bundle';
import type { DeviceTensor } from '../../workers/device/device';
import { LocalDevice } from '../../workers/device/local-device';
import { Sessions } from '../../workers/device/sessions';
import { denoise } from '../../workers/parastep/denoise';
import { sequentialPlan } from '../../workers/parastep/plan';
import { readConfigs } from '../../workers/pipelines/audioldm2/config';
import { decodeSpectrogram } from '../../workers/pipelines/audioldm2/decode';
import { AudioLdm2Pipeline } from '../../workers/pipelines/audioldm2/pipeline';
import { bestFirst, scoreWaveforms } from '../../workers/pipelines/audioldm2/ranking';
import { spectrogramExtents, type TextToAudioRequest } from '../../workers/pipelines/audioldm2/request';
import { conditionOnTexts, textGraphs } from '../../workers/pipelines/audioldm2/text-conditioning';
import { type DenoisingTask, graphRef } from '../../workers/pipelines/pipeline';
import { cumulativeAlphas, DdimScheduler, ddimConfigSchema } from '../../workers/schedulers/ddim';
import { RobertaTokenizer } from '../../workers/text/roberta-tokenizer';
import { T5Tokenizer } from '../../workers/text/t5-tokenizer';
import { Goldens, maxDifference, stepOf } from '../support/fixtures';

const goldens = new Goldens('audioldm2-tiny');

/** As for CogVideoX: other orders of summation move values of order one by some 1e-6. */
const MODEL_TOLERANCE = 2e-5;

/**
 * PyTorch takes the square roots of this schedule by its vectorised float32 power, which may be off by one unit
 * in the last place (an IEEE square root is not), in each of the four scalars that a step multiplies by.
 */
const STEP_TOLERANCE = 4 * 2 ** -23;

/** Errors of one evaluation feed the next, and the vocoder makes samples of order one from levels of order ten. */
const CHAIN_TOLERANCE = 1e-4;

type Golden = {
  request: {
    prompt: string;
    /** Null stands for an empty one. */
    negative_prompt: string | null;
    seed: number;
    steps: number;
    guidance_scale: number;
    seconds: number;
    waveforms: number;
  };
};

let bundle: Bundle;
let devices: LocalDevice[];
const first = (): LocalDevice => devices[0] as LocalDevice;

beforeAll(async () => {
  bundle = await openBundle(goldens.bundle);
  const sessions = new Sessions({ id: 'cpu:0', provider: 'cpu', threads: 1 });
  devices = ['cpu:0', 'cpu:1'].map((id) => new LocalDevice(id, sessions));
});

/** Row `i` of a recording, whatever its other axes. */
const rowOf = stepOf;

const relativeDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  const largest = Array.from(b).reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  return maxDifference(a, b) / largest;
};

describe.each(['cut', 'padded', 'plain', 'ranked'])('AudioLDM2 equals diffusers, case %s', (name) => {
  const { request: golden } = goldens.json<Golden>(name);
  const expected = goldens.tensors(name);
  const request: TextToAudioRequest = {
    kind: 'text-to-audio',
    prompt: golden.prompt,
    negativePrompt: golden.negative_prompt ?? '',
    seed: golden.seed,
    steps: golden.steps,
    guidanceScale: golden.guidance_scale,
    seconds: golden.seconds,
    waveforms: golden.waveforms,
  };
  const guided = request.guidanceScale > 1;
  let pipeline: AudioLdm2Pipeline;
  let task: DenoisingTask;

  beforeAll(async () => {
    pipeline = await AudioLdm2Pipeline.open(bundle, request);
    task = await pipeline.encode(first());
  });

  /** One branch's rows of a constant input; every waveform has the same. */
  const branchOf = (input: string, branch: number): DeviceTensor['data'][] => {
    const found = task.binding.constants.find((candidate) => candidate.input === input);
    if (found === undefined) throw new Error(`No constant ${input}.`);
    const { data } = found.tensor;
    const size = data.length / task.binding.branches / request.waveforms;
    return Array.from({ length: request.waveforms }, (_, w) => {
      const start = (branch * request.waveforms + w) * size;
      return data.subarray(start, start + size);
    });
  };

  it.each(guided ? ['negative', 'prompt'] : ['prompt'])('in what it makes of the text: %s', (text) => {
    const branch = guided && text === 'prompt' ? 1 : 0;
    expect(task.binding.branches).toBe(guided ? 2 : 1);
    for (const generated of branchOf('encoder_hidden_states', branch)) {
      expect(maxDifference(generated as Float32Array, expected(`${text}_generated`).data)).toBeLessThan(
        MODEL_TOLERANCE,
      );
    }
    for (const states of branchOf('encoder_hidden_states_1', branch)) {
      expect(maxDifference(states as Float32Array, expected(`${text}_t5_states`).data)).toBeLessThan(
        MODEL_TOLERANCE,
      );
    }
    for (const mask of branchOf('encoder_attention_mask_1', branch)) {
      expect(Array.from(mask, Number)).toEqual(Array.from(expected(`${text}_t5_mask`).data));
    }
  });

  it('in CLAP’s embedding of the texts', async () => {
    const { clap } = await conditionOnTexts(
      first(),
      textGraphs(bundle),
      {
        clap: await RobertaTokenizer.open(bundle, 'tokenizer'),
        t5: await T5Tokenizer.open(bundle, 'tokenizer_2'),
      },
      [request.prompt],
      { tokens: expected('prompt_t5_ids').data.length, generatedTokens: 1 },
    );
    expect(maxDifference(clap.data, expected('prompt_text_embeds').data)).toBeLessThan(MODEL_TOLERANCE);
  });

  it('in the length of the spectrogram and of the sound', async () => {
    const { frames, bins, samples } = spectrogramExtents(request.seconds, await readConfigs(bundle));
    expect([frames, bins]).toEqual(expected('mel').shape.slice(-2));
    expect(samples).toBeGreaterThanOrEqual(expected('audio').shape.at(-1) ?? Number.NaN);
  });

  it('in the initial latents of all waveforms, bit for bit', () => {
    expect(task.initialLatents.shape).toEqual(expected('initial_latents').shape);
    expect(maxDifference(task.initialLatents.data, expected('initial_latents').data)).toBe(0);
  });

  it('in the noise of each branch, given the reference latents', async () => {
    await first().bind(task.binding);
    const outputs = expected('model_outputs');
    const size = task.initialLatents.data.length;
    const branches = guided ? (['unconditional', 'conditional'] as const) : (['both'] as const);
    for (const [b, branch] of branches.entries()) {
      const timestep = task.scheduler.timesteps[0] as number;
      const guidanceScales = [request.guidanceScale];
      const slot = { timestep, guidanceScales, latents: task.initialLatents.data };
      const [prediction = []] = (await first().evaluate({ branch, slots: [slot] })).predictions;
      const reference = stepOf(outputs, 0).subarray(b * size, (b + 1) * size);
      expect(maxDifference(prediction, reference)).toBeLessThan(MODEL_TOLERANCE);
    }
  });

  it('in every step of denoising, and in the sounds', async () => {
    await first().bind(task.binding);
    let step = 0;
    const final = await denoise({
      plan: sequentialPlan(request.steps),
      reuse: 'own',
      scheduler: task.scheduler,
      initialLatents: task.initialLatents.data,
      guidanceScalesAt: task.guidanceScalesAt,
      evaluate: (_device, evaluation) => first().evaluate(evaluation),
      onStep: (at, prediction, latents) => {
        expect(at).toBe(step++);
        expect(relativeDifference(prediction, stepOf(expected('guided'), at))).toBeLessThan(CHAIN_TOLERANCE);
        expect(relativeDifference(latents, stepOf(expected('latents'), at))).toBeLessThan(CHAIN_TOLERANCE);
      },
    });
    expect(step).toBe(request.steps);

    const alone = await pipeline.decode(devices.slice(0, 1), final, () => undefined);
    const audio = expected('audio');
    expect(alone.sampleRate).toBe(2000);
    expect(alone.waveforms).toHaveLength(request.waveforms);
    for (const [i, waveform] of alone.waveforms.entries()) {
      expect(maxDifference(waveform, rowOf(audio, i))).toBeLessThan(CHAIN_TOLERANCE);
    }
    expect(alone.scores === null).toBe(request.waveforms === 1);
    // Sounds are decoded one by one, so it makes no difference who does it.
    expect(await pipeline.decode(devices, final, () => undefined)).toEqual(alone);
  });

  it('in the spectrogram, given the reference latents', async () => {
    const configs = await readConfigs(bundle);
    const latents = stepOf(expected('latents'), request.steps - 1);
    const scale = Math.fround(1 / configs.vae.scaling_factor);
    const spectrogram = await decodeSpectrogram(first(), graphRef(bundle, 'vae_decoder'), {
      shape: task.initialLatents.shape,
      data: latents.map((value) => scale * value),
    });
    expect(relativeDifference(spectrogram.data, expected('mel').data)).toBeLessThan(CHAIN_TOLERANCE);
  });

  it('in the steps of the scheduler, given the reference noise', () => {
    expect(task.scheduler.timesteps).toEqual(Array.from(expected('timesteps').data));
    let latents = expected('initial_latents').data as Float32Array;
    for (let step = 0; step < request.steps; step++) {
      const next = new Float32Array(latents.length);
      task.scheduler.step(step, latents, stepOf(expected('guided'), step), next);
      const reference = stepOf(expected('latents'), step);
      const largest = reference.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
      expect(maxDifference(next, reference)).toBeLessThan(STEP_TOLERANCE * largest);
      latents = reference;
    }
  });
});

describe('the ranking equals diffusers', () => {
  const expected = goldens.tensors('ranked');
  const features = async () =>
    bundle.json('feature_extractor/preprocessor_config.json', clapFeaturesConfigSchema);

  it('in the resampled sounds, by the filter of the recordings', () => {
    for (let i = 0; i < 3; i++) {
      const cut = rowOf(expected('waveforms'), i).subarray(0, 800);
      // One sum of 65 products, rounded to float32 once.
      expect(maxDifference(resample(cut, 2000, 6000), rowOf(expected('resampled'), i))).toBeLessThan(1e-6);
    }
  });

  it('in what CLAP hears', async () => {
    const config = await features();
    for (let i = 0; i < 3; i++) {
      const heard = clapFeatures(rowOf(expected('resampled'), i), config);
      // Decibels; the reference keeps its spectrum in complex64.
      expect(maxDifference(heard, rowOf(expected('input_features'), i))).toBeLessThan(1e-3);
    }
  });

  it('in the scores and in the order', async () => {
    const judge = { graph: graphRef(bundle, 'text_encoder', 'audio'), features: await features() };
    const sounds = [0, 1, 2].map((i) => rowOf(expected('waveforms'), i).subarray(0, 800));
    const text = expected('prompt_text_embeds').data as Float32Array;
    const scores = await scoreWaveforms(devices, judge, text, sounds, 2000);
    expect(maxDifference(scores, expected('scores').data)).toBeLessThan(MODEL_TOLERANCE);
    expect(bestFirst(scores)).toEqual(Array.from(expected('order').data));
  });
});

describe('DdimScheduler equals diffusers', () => {
  const golden = goldens.json<{
    config: unknown;
    alphasCumprod: number[];
    timesteps: Record<string, number[]>;
  }>('schedule');
  const config = ddimConfigSchema.parse(golden.config);

  it('in every cumulative alpha, bit for bit', () => {
    expect(maxDifference(cumulativeAlphas(config), golden.alphasCumprod)).toBe(0);
  });

  it.each(Object.keys(golden.timesteps))('in the timesteps of %s steps', (steps) => {
    expect(new DdimScheduler(config, Number(steps)).timesteps).toEqual(golden.timesteps[steps]);
  });
});
