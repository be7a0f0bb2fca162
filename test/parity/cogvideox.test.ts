import { beforeAll, describe, expect, it } from 'vitest';
import { type Bundle, openBundle } from '../../workers/bundle/open-bundle';
import type { DeviceTensor } from '../../workers/device/device';
import { LocalDevice } from '../../workers/device/local-device';
import { Sessions } from '../../workers/device/sessions';
import { denoise } from '../../workers/parastep/denoise';
import { sequentialPlan } from '../../workers/parastep/plan';
import { CogVideoXPipeline } from '../../workers/pipelines/cogvideox/pipeline';
import type { TextToVideoRequest } from '../../workers/pipelines/cogvideox/request';
import type { DenoisingTask } from '../../workers/pipelines/pipeline';
import { cogVideoXGoldens, maxDifference, stepOf, tinyBundle } from '../support/fixtures';

/**
 * ONNX Runtime and PyTorch add the products of a dot product in different orders. Over these widths (at most a
 * few hundred terms of order one) that moves a float32 result by some 1e-6; guidance of 6 multiplies it by up
 * to 11, and the steps after feed it back. 2e-5 on values of order one leaves a small factor of room and is
 * still two hundred times finer than one step of an 8-bit pixel.
 */
const MODEL_TOLERANCE = 2e-5;

type Golden = {
  request: {
    prompt: string;
    negative_prompt: string;
    seed: number;
    steps: number;
    guidance_scale: number;
    use_dynamic_cfg: boolean;
    frames: number;
    width: number;
    height: number;
  };
  guidance: number[];
};

let bundle: Bundle;
let device: LocalDevice;

beforeAll(async () => {
  bundle = await openBundle(tinyBundle);
  device = new LocalDevice('cpu:0', new Sessions({ id: 'cpu:0', provider: 'cpu', threads: 1 }));
});

describe.each(['odd', 'even', 'long', 'still'])('CogVideoX equals diffusers, case %s', (name) => {
  const { request: golden, guidance } = cogVideoXGoldens.json<Golden>(name);
  const expected = cogVideoXGoldens.tensors(name);
  const request: TextToVideoRequest = {
    kind: 'text-to-video',
    prompt: golden.prompt,
    negativePrompt: golden.negative_prompt,
    seed: golden.seed,
    steps: golden.steps,
    guidanceScale: golden.guidance_scale,
    dynamicGuidance: golden.use_dynamic_cfg,
    frames: golden.frames,
    width: golden.width,
    height: golden.height,
    fps: 8,
  };
  const guided = golden.guidance_scale > 1;
  let pipeline: CogVideoXPipeline;
  let task: DenoisingTask;

  beforeAll(async () => {
    pipeline = await CogVideoXPipeline.open(bundle, request);
    task = await pipeline.encode(device);
  });

  const constant = (input: string): DeviceTensor => {
    const found = task.binding.constants.find((candidate) => candidate.input === input);
    if (found === undefined) throw new Error(`No constant ${input}.`);
    return found.tensor;
  };

  it('draws the same initial latents, bit for bit', () => {
    const { shape, data } = expected('initial_latents');
    expect(task.initialLatents.shape).toEqual(shape);
    expect(maxDifference(task.initialLatents.data, data)).toBe(0);
  });

  it('has the same timesteps and guidance scales', () => {
    expect(task.scheduler.timesteps).toEqual(expected('timesteps').data);
    if (guided) expect(guidance.map((_, step) => task.guidanceScalesAt(step)[0])).toEqual(guidance);
  });

  it('computes the same position embedding, to the last bit of a float32', () => {
    // sin and cos of JavaScript and NumPy may differ by one unit in the last place before rounding.
    const embedding = constant('pos_embed').data as Float32Array;
    expect(maxDifference(embedding, expected('pos_embed').data)).toBeLessThanOrEqual(2 ** -24);
  });

  it('encodes the same text embeddings', () => {
    const embeddings = constant('encoder_hidden_states').data as Float32Array;
    const half = guided ? embeddings.length / 2 : 0;
    expect(maxDifference(embeddings.subarray(half), expected('prompt_embeds').data)).toBeLessThan(
      MODEL_TOLERANCE,
    );
    if (guided) {
      const negative = expected('negative_embeds').data;
      expect(maxDifference(embeddings.subarray(0, half), negative)).toBeLessThan(MODEL_TOLERANCE);
    }
  });

  it('predicts the same noise and reaches the same latents at every step, and decodes the same frames', async () => {
    await device.bind(task.binding);
    const predictions: Float32Array[] = [];
    const latents: Float32Array[] = [];
    const final = await denoise({
      plan: sequentialPlan(request.steps),
      reuse: 'own',
      scheduler: task.scheduler,
      initialLatents: task.initialLatents.data,
      guidanceScalesAt: task.guidanceScalesAt,
      evaluate: (_device, evaluation) => device.evaluate(evaluation),
      onStep: (_step, prediction, stepped) => {
        predictions.push(prediction.slice());
        latents.push(stepped.slice());
      },
    });
    for (let step = 0; step < request.steps; step++) {
      expect(maxDifference(predictions[step] ?? [], stepOf(expected('guided'), step))).toBeLessThan(
        MODEL_TOLERANCE,
      );
      expect(maxDifference(latents[step] ?? [], stepOf(expected('latents'), step))).toBeLessThan(
        MODEL_TOLERANCE,
      );
    }

    const { data } = await pipeline.decode([device], final, () => undefined);
    const golden8 = expected('frames_uint8').data;
    // Where a value lies on the border between two bytes the last bit of a float decides.
    expect(maxDifference(data, golden8)).toBeLessThanOrEqual(1);
    const different = data.reduce((count, value, i) => count + (value === golden8[i] ? 0 : 1), 0);
    expect(different / data.length).toBeLessThan(0.002);
  });

  it('steps the scheduler bit for bit, given the reference noise', () => {
    let latents = task.initialLatents.data;
    for (let step = 0; step < request.steps; step++) {
      const next = new Float32Array(latents.length);
      task.scheduler.step(step, latents, stepOf(expected('guided'), step), next);
      const reference = stepOf(expected('latents'), step);
      expect(maxDifference(next, reference)).toBe(0);
      latents = reference;
    }
  });
});
