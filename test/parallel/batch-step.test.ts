import { beforeAll, describe, expect, it } from 'vitest';
import { openBundle, type Plan } from '../../workers/api';
import { LocalDevice } from '../../workers/device/local-device';
import { Sessions } from '../../workers/device/sessions';
import { denoise } from '../../workers/parastep/denoise';
import { makePlan } from '../../workers/parastep/plan';
import { AudioLdm2Pipeline } from '../../workers/pipelines/audioldm2/pipeline';
import { CogVideoXPipeline } from '../../workers/pipelines/cogvideox/pipeline';
import type { DenoisingTask } from '../../workers/pipelines/pipeline';
import { StableVideoDiffusionPipeline } from '../../workers/pipelines/stable-video-diffusion/pipeline';
import { Goldens, maxDifference } from '../support/fixtures';

/**
 * A batch computes the same sums, but ONNX Runtime may tile matrix products of another size otherwise, and so
 * add in another order. One evaluation then differs by some 1e-6 of its largest value, and later steps start
 * from that: as for the parity with diffusers, where the same happens, 5e-5 of the largest value.
 */
const RELATIVE_TOLERANCE = 5e-5;

const STEPS = 10;
const device = new LocalDevice('cpu:0', new Sessions({ id: 'cpu:0', provider: 'cpu', threads: 1 }));

const tasks = {
  'text to video': async () => {
    const bundle = await openBundle(new Goldens('cogvideox-tiny').bundle);
    const pipeline = await CogVideoXPipeline.open(bundle, {
      kind: 'text-to-video',
      prompt: 'A panda plays with a guitar',
      negativePrompt: '',
      seed: 3,
      steps: STEPS,
      guidanceScale: 6,
      // Another scale at every step, so that a batch has to keep them apart.
      dynamicGuidance: true,
      frames: 9,
      width: 32,
      height: 32,
      fps: 8,
    });
    return pipeline.encode(device);
  },
  'picture to video': async () => {
    const bundle = await openBundle(new Goldens('svd-tiny').bundle);
    const image = {
      width: 32,
      height: 32,
      data: Uint8Array.from({ length: 3 * 32 * 32 }, (_, i) => (i * 7) & 255),
    };
    const pipeline = await StableVideoDiffusionPipeline.open(
      bundle,
      {
        kind: 'image-to-video',
        image: { file: 'source.rgb', name: 'source.png', width: 32, height: 32 },
        seed: 3,
        steps: STEPS,
        minGuidanceScale: 1,
        maxGuidanceScale: 3,
        motionBucketId: 127,
        noiseAugStrength: 0.02,
        frames: 3,
        width: 64,
        height: 32,
        fps: 7,
        decodeChunk: 3,
      },
      image,
    );
    return pipeline.encode(device);
  },
  'text to audio': async () => {
    const bundle = await openBundle(new Goldens('audioldm2-tiny').bundle);
    const pipeline = await AudioLdm2Pipeline.open(bundle, {
      kind: 'text-to-audio',
      prompt: 'Two children dance',
      negativePrompt: 'a ship',
      seed: 3,
      steps: STEPS,
      guidanceScale: 3.5,
      seconds: 0.4,
      waveforms: 2,
    });
    return pipeline.encode(device);
  },
} as const;

describe.each(Object.entries(tasks))('BatchStep, %s', (_, makeTask) => {
  let task: DenoisingTask;
  beforeAll(async () => {
    task = await makeTask();
    await device.bind(task.binding);
  });

  /** Final latents, and how many slots each run of the denoiser held. */
  async function finalLatents(plan: Plan): Promise<{ latents: Float32Array; runs: number[] }> {
    const runs: number[] = [];
    const latents = await denoise({
      plan,
      reuse: 'own',
      scheduler: task.scheduler,
      initialLatents: task.initialLatents.data,
      guidanceScalesAt: task.guidanceScalesAt,
      evaluate: (_device, evaluation) => {
        runs.push(evaluation.slots.length);
        return device.evaluate(evaluation);
      },
    });
    return { latents, runs };
  }

  it('reaches what the same slots reach one by one, in fewer runs', async () => {
    const numbers = { steps: STEPS, degree: 3, warmup: 2, cooldown: 0, devices: 1 };
    const oneByOne = await finalLatents(makePlan(numbers));
    const batched = await finalLatents(makePlan({ ...numbers, batch: 3 }));
    expect(oneByOne.runs).toEqual(new Array(STEPS).fill(1));
    expect(batched.runs).toEqual([1, 1, 3, 3, 2]);
    const largest = oneByOne.latents.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
    expect(maxDifference(batched.latents, oneByOne.latents) / largest).toBeLessThan(RELATIVE_TOLERANCE);

    // Slots that had changed places, timesteps or scales would be further away than that.
    const sequential = await finalLatents(makePlan({ ...numbers, degree: 1 }));
    expect(maxDifference(batched.latents, sequential.latents) / largest).toBeGreaterThan(
      10 * RELATIVE_TOLERANCE,
    );
  });
});
