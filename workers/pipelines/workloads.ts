import type { WorkloadName } from '../protocol/rehearsal';
import { CogVideoXDdimScheduler, cogVideoXDdimConfigSchema } from '../schedulers/cogvideox-ddim';
import { DdimScheduler, ddimConfigSchema } from '../schedulers/ddim';
import { EulerDiscreteScheduler, eulerDiscreteConfigSchema } from '../schedulers/euler-discrete';
import type { Scheduler } from '../schedulers/scheduler';
import { sizeOf } from '../tensor/tensor';
import { TorchGenerator } from '../tensor/torch-generator';
import type { DenoisingTask } from './pipeline';

export type Workload = {
  readonly title: string;
  /** Of the latents at the authors' default request, batch axis first. */
  readonly latentsShape: readonly number[];
  /** The authors' numbers of steps and of warm-up steps. */
  readonly steps: number;
  readonly warmup: number;
  /** As the checkpoint's own configuration makes it. */
  readonly scheduler: (steps: number) => Scheduler;
};

export const WORKLOADS: Readonly<Record<WorkloadName, Workload>> = {
  svd: {
    title: 'Stable Video Diffusion, 14 frames of 1024×576',
    latentsShape: [1, 14, 4, 72, 128],
    steps: 50,
    warmup: 5,
    scheduler: (steps) =>
      new EulerDiscreteScheduler(
        eulerDiscreteConfigSchema.parse({
          prediction_type: 'v_prediction',
          use_karras_sigmas: true,
          sigma_min: 0.002,
          sigma_max: 700,
          timestep_spacing: 'leading',
          timestep_type: 'continuous',
        }),
        steps,
      ),
  },
  'cogvideox-2b': {
    title: 'CogVideoX-2b, 49 frames of 720×480',
    latentsShape: [1, 13, 16, 60, 90],
    steps: 50,
    warmup: 13,
    scheduler: (steps) =>
      new CogVideoXDdimScheduler(
        cogVideoXDdimConfigSchema.parse({
          beta_schedule: 'scaled_linear',
          clip_sample: false,
          prediction_type: 'v_prediction',
          timestep_spacing: 'trailing',
          rescale_betas_zero_snr: true,
        }),
        steps,
      ),
  },
  'audioldm2-large': {
    title: 'AudioLDM2-large, 3 waveforms of 10 s',
    latentsShape: [3, 8, 256, 16],
    steps: 200,
    warmup: 5,
    scheduler: (steps) =>
      new DdimScheduler(
        ddimConfigSchema.parse({
          beta_start: 0.0015,
          beta_end: 0.0195,
          beta_schedule: 'scaled_linear',
          clip_sample: false,
          set_alpha_to_one: false,
          steps_offset: 1,
        }),
        steps,
      ),
  },
};

/** What the encoders would make ready for denoising, with nothing bound but the latents. */
export function workloadTask(name: WorkloadName, steps: number): DenoisingTask {
  const { latentsShape, scheduler: schedulerOf } = WORKLOADS[name];
  const scheduler = schedulerOf(steps);
  const normals = new TorchGenerator(0).randn(sizeOf(latentsShape));
  return {
    scheduler,
    initialLatents: { shape: latentsShape, data: normals.map((value) => value * scheduler.initNoiseSigma) },
    binding: {
      graph: { bundle: name, path: 'denoiser' },
      branches: 2,
      latents: { input: 'sample', shape: latentsShape },
      timestep: { input: 'timestep', type: 'float32' },
      constants: [],
      output: 'out_sample',
    },
    guidanceScalesAt: () => [6],
  };
}
