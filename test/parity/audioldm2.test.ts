import { beforeAll, describe, expect, it } from 'vitest';
import { type Bundle, openBundle } from '../../workers/bundle/open-bundle';
import { LocalDevice } from '../../workers/device/local-device';
import { Sessions } from '../../workers/device/sessions';
import { readConfigs } from '../../workers/pipelines/audioldm2/config';
import { spectrogramExtents } from '../../workers/pipelines/audioldm2/request';
import {
  conditionOnTexts,
  type TextConditioning,
  type TextTokenizers,
} from '../../workers/pipelines/audioldm2/text-conditioning';
import { graphRef } from '../../workers/pipelines/pipeline';
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

type Golden = {
  request: {
    prompt: string;
    /** Null stands for an empty one. */
    negative_prompt: string | null;
    steps: number;
    guidance_scale: number;
    seconds: number;
  };
};

let bundle: Bundle;
let device: LocalDevice;
let tokenizers: TextTokenizers;

beforeAll(async () => {
  bundle = await openBundle(goldens.bundle);
  device = new LocalDevice('cpu:0', new Sessions({ device: 'cpu:0', threads: 1 }));
  tokenizers = {
    clap: await RobertaTokenizer.open(bundle, 'tokenizer'),
    t5: await T5Tokenizer.open(bundle, 'tokenizer_2'),
  };
});

describe.each(['cut', 'padded', 'plain', 'ranked'])('AudioLDM2 equals diffusers, case %s', (name) => {
  const { request } = goldens.json<Golden>(name);
  const expected = goldens.tensors(name);
  const guided = request.guidance_scale > 1;

  describe('in what it makes of the texts', () => {
    let conditioning: TextConditioning;
    const half = (data: Float32Array, row: number): Float32Array => {
      const size = data.length / (guided ? 2 : 1);
      return data.subarray(row * size, (row + 1) * size);
    };

    beforeAll(async () => {
      const configs = await readConfigs(bundle);
      const tokens = expected('prompt_t5_ids').data.length;
      conditioning = await conditionOnTexts(
        device,
        {
          clap: graphRef(bundle, 'text_encoder'),
          t5: graphRef(bundle, 'text_encoder_2'),
          projection: graphRef(bundle, 'projection_model'),
          languageModel: graphRef(bundle, 'language_model'),
        },
        tokenizers,
        guided ? [request.negative_prompt ?? '', request.prompt] : [request.prompt],
        { tokens, generatedTokens: configs.generatedTokens },
      );
    });

    it.each(guided ? ['negative', 'prompt'] : ['prompt'])('for the %s', (text) => {
      const row = guided && text === 'prompt' ? 1 : 0;
      const { generated, states, mask } = conditioning;
      expect(maxDifference(half(generated.data, row), expected(`${text}_generated`).data)).toBeLessThan(
        MODEL_TOLERANCE,
      );
      expect(maxDifference(half(states.data, row), expected(`${text}_t5_states`).data)).toBeLessThan(
        MODEL_TOLERANCE,
      );
      const tokens = mask.shape[1] ?? 0;
      const own = Array.from(mask.data.subarray(row * tokens, (row + 1) * tokens), Number);
      expect(own).toEqual(Array.from(expected(`${text}_t5_mask`).data));
    });
  });

  it('in the length of the spectrogram and of the sound', async () => {
    const { frames, bins, samples } = spectrogramExtents(request.seconds, await readConfigs(bundle));
    expect([frames, bins]).toEqual(expected('mel').shape.slice(-2));
    expect(samples).toBeGreaterThanOrEqual(expected('audio').shape.at(-1) ?? Number.NaN);
  });

  it('in the steps of the scheduler, given the reference noise', async () => {
    const { scheduler: config } = await readConfigs(bundle);
    const scheduler = new DdimScheduler(config, request.steps);
    expect(scheduler.timesteps).toEqual(Array.from(expected('timesteps').data));
    let latents = expected('initial_latents').data as Float32Array;
    for (let step = 0; step < request.steps; step++) {
      const next = new Float32Array(latents.length);
      scheduler.step(step, latents, stepOf(expected('guided'), step), next);
      const reference = stepOf(expected('latents'), step);
      const largest = reference.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
      expect(maxDifference(next, reference)).toBeLessThan(STEP_TOLERANCE * largest);
      latents = reference;
    }
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
