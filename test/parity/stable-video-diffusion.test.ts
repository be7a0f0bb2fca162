import { beforeAll, describe, expect, it } from 'vitest';
import { type Bundle, openBundle } from '../../workers/bundle/open-bundle';
import type { DeviceTensor } from '../../workers/device/device';
import { LatentsComposer } from '../../workers/device/latents-input';
import { LocalDevice } from '../../workers/device/local-device';
import { Sessions } from '../../workers/device/sessions';
import { antialiasedResize, gaussianTaps } from '../../workers/image/antialiased-resize';
import { lanczosResize } from '../../workers/image/lanczos-resize';
import { denoise } from '../../workers/parastep/denoise';
import { sequentialPlan } from '../../workers/parastep/plan';
import type { DenoisingTask } from '../../workers/pipelines/pipeline';
import { StableVideoDiffusionPipeline } from '../../workers/pipelines/stable-video-diffusion/pipeline';
import type { ImageToVideoRequest } from '../../workers/pipelines/stable-video-diffusion/request';
import { EulerDiscreteScheduler, eulerDiscreteConfigSchema } from '../../workers/schedulers/euler-discrete';
import { ArrayPool } from '../../workers/tensor/array-pool';
import { Goldens, maxDifference, stepOf } from '../support/fixtures';

const goldens = new Goldens('svd-tiny');

/**
 * As for CogVideoX: dot products are summed in other orders, which moves values of order one by some 1e-6. Here
 * latents are as large as their noise, up to 700, so differences of latents are held against the largest.
 */
const RELATIVE_TOLERANCE = 5e-5;

/** PyTorch's vectorised float32 logarithm is off by one unit in the last place here and there; |timesteps| < 2. */
const TIMESTEP_TOLERANCE = 2 ** -23;

const largestOf = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);

const relativeDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  maxDifference(a, b) / Math.max(largestOf(b), 1);

/**
 * A step subtracts numbers as large as the latents before it. A noise prediction that differs in its last digits
 * can turn each of the two roundings there by one unit, of which a single step from sigma 700 to 0 leaves
 * latents of order one.
 */
const latentsTolerance = (before: ArrayLike<number>, after: ArrayLike<number>): number =>
  RELATIVE_TOLERANCE * Math.max(largestOf(after), 1) + 2 ** -22 * largestOf(before);

type Golden = {
  request: {
    image_width: number;
    image_height: number;
    seed: number;
    steps: number;
    frames: number;
    width: number;
    height: number;
    fps: number;
    motion_bucket_id: number;
    noise_aug_strength: number;
    min_guidance_scale: number;
    max_guidance_scale: number;
    /** Null: all frames at once. */
    decode_chunk_size: number | null;
  };
};

let bundle: Bundle;
let devices: LocalDevice[];

beforeAll(async () => {
  bundle = await openBundle(goldens.bundle);
  const sessions = new Sessions({ id: 'cpu:0', provider: 'cpu', threads: 1 });
  devices = ['cpu:0', 'cpu:1'].map((id) => new LocalDevice(id, sessions));
});

describe.each(['wide', 'small', 'plain', 'fade'])(
  'Stable Video Diffusion equals diffusers, case %s',
  (name) => {
    const { request: golden } = goldens.json<Golden>(name);
    const expected = goldens.tensors(name);
    const request: ImageToVideoRequest = {
      kind: 'image-to-video',
      image: {
        file: 'source.rgb',
        name: 'source.png',
        width: golden.image_width,
        height: golden.image_height,
      },
      seed: golden.seed,
      steps: golden.steps,
      minGuidanceScale: golden.min_guidance_scale,
      maxGuidanceScale: golden.max_guidance_scale,
      motionBucketId: golden.motion_bucket_id,
      noiseAugStrength: golden.noise_aug_strength,
      frames: golden.frames,
      width: golden.width,
      height: golden.height,
      fps: golden.fps,
      decodeChunk: golden.decode_chunk_size ?? golden.frames,
    };
    let pipeline: StableVideoDiffusionPipeline;
    let task: DenoisingTask;

    beforeAll(async () => {
      const { width, height } = request.image;
      const image = { width, height, data: expected('image').data as Uint8Array };
      pipeline = await StableVideoDiffusionPipeline.open(bundle, request, image);
      task = await pipeline.encode(devices[0] as LocalDevice);
    });

    const constant = (input: string): DeviceTensor => {
      const found = task.binding.constants.find((candidate) => candidate.input === input);
      if (found === undefined) throw new Error(`No constant ${input}.`);
      return found.tensor;
    };

    it('has the same sigmas, timesteps and guidance scales', () => {
      const scheduler = task.scheduler as EulerDiscreteScheduler;
      expect(maxDifference(scheduler.sigmas, expected('sigmas').data)).toBe(0);
      expect(maxDifference(scheduler.timesteps, expected('timesteps').data)).toBeLessThanOrEqual(
        TIMESTEP_TOLERANCE,
      );
      expect(maxDifference(task.guidanceScalesAt(0), expected('guidance').data)).toBe(0);
    });

    it('draws the same initial latents, after the noise of the picture, bit for bit', () => {
      expect(task.initialLatents.shape).toEqual(expected('initial_latents').shape);
      expect(maxDifference(task.initialLatents.data, expected('initial_latents').data)).toBe(0);
    });

    it('encodes the same picture and time ids', () => {
      const embeddings = constant('encoder_hidden_states').data as Float32Array;
      const embeds = expected('image_embeds').data;
      expect(maxDifference(embeddings.slice(-embeds.length), embeds)).toBeLessThan(RELATIVE_TOLERANCE);
      if (task.binding.branches === 2)
        expect(embeddings.slice(0, embeds.length).every((value) => value === 0)).toBe(true);
      expect(
        maxDifference(constant('added_time_ids').data as Float32Array, expected('added_time_ids').data),
      ).toBe(0);
    });

    it('puts together the same first input of the model', () => {
      const { binding, scheduler, initialLatents } = task;
      const composer = new LatentsComposer(binding, { first: 0, count: binding.branches });
      expect(composer.tensor.shape).toEqual(expected('first_model_input').shape);
      const input = composer.compose(
        scheduler.scaleModelInput(0, initialLatents.data, new ArrayPool(initialLatents.data.length)),
      );
      expect(maxDifference(input, expected('first_model_input').data)).toBeLessThan(RELATIVE_TOLERANCE);
    });

    it('predicts the same noise and reaches the same latents at every step, and decodes the same frames', async () => {
      await devices[0]?.bind(task.binding);
      let step = 0;
      let before: ArrayLike<number> = task.initialLatents.data;
      const final = await denoise({
        plan: sequentialPlan(request.steps),
        reuse: 'own',
        scheduler: task.scheduler,
        initialLatents: task.initialLatents.data,
        guidanceScalesAt: task.guidanceScalesAt,
        evaluate: (_device, evaluation) => (devices[0] as LocalDevice).evaluate(evaluation),
        onStep: (at, prediction, latents) => {
          expect(at).toBe(step++);
          expect(relativeDifference(prediction, stepOf(expected('guided'), at))).toBeLessThan(
            RELATIVE_TOLERANCE,
          );
          const reached = stepOf(expected('latents'), at);
          expect(maxDifference(latents, reached)).toBeLessThan(latentsTolerance(before, reached));
          before = reached;
        },
      });
      expect(step).toBe(request.steps);

      const golden8 = expected('frames_uint8').data;
      const alone = await pipeline.decode(devices.slice(0, 1), final, () => undefined);
      // Where a value lies on the border between two bytes the last bit of a float decides.
      expect(maxDifference(alone.data, golden8)).toBeLessThanOrEqual(1);
      const shared = await pipeline.decode(devices, final, () => undefined);
      expect(shared.data).toEqual(alone.data);
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
  },
);

describe('EulerDiscreteScheduler equals diffusers', () => {
  type Schedule = { initNoiseSigma: number; sigmas: number[]; timesteps: number[] };
  const golden = goldens.json<{ config: unknown; schedules: Record<string, Schedule> }>('schedule');
  const config = eulerDiscreteConfigSchema.parse(golden.config);

  it.each(Object.keys(golden.schedules))('for %s steps', (steps) => {
    const expected = golden.schedules[steps] as Schedule;
    const { sigmas, timesteps, initNoiseSigma } = new EulerDiscreteScheduler(config, Number(steps));
    expect({ sigmas, initNoiseSigma }).toEqual({
      sigmas: expected.sigmas,
      initNoiseSigma: expected.initNoiseSigma,
    });
    expect(maxDifference(timesteps, expected.timesteps)).toBeLessThanOrEqual(TIMESTEP_TOLERANCE);
  });
});

describe('picture preparation equals the reference', () => {
  type Kernel = { width: number; height: number; horizontal: number[]; vertical: number[] };
  const { rows, kernels } = goldens.json<{ rows: number[]; kernels: Kernel[] }>('preprocessing');
  const expected = goldens.tensors('preprocessing');

  it.each(kernels)('in the taps for $width x $height', ({ width, height, horizontal, vertical }) => {
    // PyTorch's exp is vectorised and may differ by some units in the last place.
    expect(maxDifference(gaussianTaps(width / 224), horizontal)).toBeLessThan(2e-7);
    expect(maxDifference(gaussianTaps(height / 224), vertical)).toBeLessThan(2e-7);
  });
  const sizeOf = (text: string): { width: number; height: number } => {
    const [width = 0, height = 0] = text.split('x').map(Number);
    return { width, height };
  };
  /** The pattern that the recordings are made from. */
  const pattern = (width: number, height: number): Uint8Array =>
    Uint8Array.from({ length: width * height * 3 }, (_, i) => {
      const c = i % 3;
      const x = Math.floor(i / 3) % width;
      const y = Math.floor(i / 3 / width);
      return ((x * (7 + 2 * c) + y * (3 + 4 * c)) ^ ((x * y) >> 4)) & 255;
    });

  it.each(['1x1.8x16', '5x7.32x48', '97x61.40x24', '64x64.32x64', '64x64.64x32', '640x853.48x64'])(
    'in the Lanczos resize %s, to the last bit',
    (name) => {
      const [from = '', to = ''] = name.split('.');
      const source = sizeOf(from);
      const { width, height } = sizeOf(to);
      const resized = lanczosResize({ ...source, data: pattern(source.width, source.height) }, width, height);
      expect(maxDifference(resized.data, expected(`lanczos.${name}`).data)).toBe(0);
    },
  );

  it.each(['2x3', '97x61', '225x223', '640x853', '1024x576'])('in the antialiased resize of %s', (name) => {
    const { width, height } = sizeOf(name);
    const bytes = pattern(width, height);
    const plane = width * height;
    const data = Float32Array.from({ length: 3 * plane }, (_, i) => {
      const unit = Math.fround((bytes[(i % plane) * 3 + Math.floor(i / plane)] as number) / 255);
      return Math.fround(2 * unit) - 1;
    });
    const resized = antialiasedResize({ channels: 3, width, height, data }, 224, 224).data;
    const shown = [0, 1, 2].flatMap((c) =>
      rows.flatMap((row) => {
        const start = (c * 224 + row) * 224;
        return Array.from(resized.subarray(start, start + 224), (value) => Math.fround((value + 1) / 2));
      }),
    );
    // The reference sums its taps in another order; values are of order one.
    expect(maxDifference(shown, expected(`antialiased.${name}`).data)).toBeLessThan(2e-6);
  });
});
