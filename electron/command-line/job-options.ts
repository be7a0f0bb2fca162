import { randomInt } from 'node:crypto';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import {
  type Bundle,
  cpuDevices,
  type DeviceSpec,
  type GenerationRequest,
  generationRequestSchema,
  makePlan,
  openBundle,
  type Plan,
  type Reuse,
  reuseSchema,
  StudioError,
} from '../../workers/api';
import { DEVICE_LIST_HELP, type DeviceWish, deviceList, specsOf } from './device-list';
import { pixelSize, positiveNumber, type Size, wholeNumber } from './numbers';

/** The options that `generate` and `plan` share, as commander hands them over. */
export type JobOptions = {
  readonly bundle: string;
  readonly steps?: number;
  readonly devices?: readonly DeviceWish[];
  readonly plan?: 'sequential' | 'parastep';
  readonly degree?: number;
  readonly batchSteps?: number;
  readonly warmup?: number;
  readonly cooldown?: number;
  readonly reuse: Reuse;
};

export type RequestOptions = {
  readonly prompt: string;
  readonly negative?: string;
  readonly seed?: number;
  readonly guidance?: number;
  readonly dynamicGuidance?: boolean;
  readonly frames?: number;
  readonly size?: Size;
};

const DEFAULT_DEVICES = 2;

export function addPlanOptions(command: Command, defaultBundle: string): Command {
  return command
    .option('--bundle <folder>', 'model bundle to generate with', defaultBundle)
    .option('--steps <n>', 'denoising steps', wholeNumber(1))
    .option('--devices <ids>', DEVICE_LIST_HELP, deviceList)
    .addOption(
      new Option('--plan <name>', 'how steps are spread over the devices').choices([
        'sequential',
        'parastep',
      ]),
    )
    .option(
      '--degree <p>',
      'steps predicted at the same time (default: as many as the devices take)',
      wholeNumber(1),
    )
    .option('--batch-steps <n>', 'steps that a device predicts in one run (default: 1)', wholeNumber(1))
    .option('--warmup <w>', 'exact steps at the start', wholeNumber(0))
    .option('--cooldown <c>', 'exact steps at the end', wholeNumber(0))
    .addOption(
      new Option('--reuse <strategy>', 'which noise prediction a slot reuses')
        .choices(reuseSchema.options)
        .default('own'),
    );
}

export function addRequestOptions(command: Command): Command {
  return command
    .requiredOption('--prompt <text>', 'what the video should show')
    .option('--negative <text>', 'what it should not show')
    .option('--seed <n>', 'same seed, same clip (default: random)', wholeNumber(0))
    .option('--guidance <x>', 'how closely to follow the prompt', positiveNumber)
    .option('--dynamic-guidance', 'vary guidance over the steps')
    .option('--frames <n>', 'frames of the clip', wholeNumber(1))
    .option('--size <WxH>', 'pixels, such as 64x64', pixelSize);
}

export type PreparedPlan = {
  readonly bundle: Bundle;
  readonly plan: Plan;
  /** The devices that the plan gives work to. */
  readonly devices: readonly DeviceSpec[];
};

/** Opens the bundle and makes the plan that the options ask for, with the bundle's defaults for what they leave open. */
export async function preparePlan(options: JobOptions): Promise<PreparedPlan> {
  const bundle = await openBundle(resolve(options.bundle));
  const devices = options.devices === undefined ? cpuDevices(DEFAULT_DEVICES) : specsOf(options.devices);
  const steps = options.steps ?? numberDefault(bundle, 'steps', 50);
  const batch = options.batchSteps ?? 1;
  const places = devices.length * batch;
  const parallel = (options.plan ?? (places > 1 ? 'parastep' : 'sequential')) === 'parastep';
  if (!parallel && (options.degree ?? 1) > 1) {
    throw new StudioError(
      'bad-request',
      'A sequential plan has degree 1: leave --degree out, or use --plan parastep.',
    );
  }
  if (!parallel && batch > 1) {
    throw new StudioError(
      'bad-request',
      'A sequential plan has nothing to batch: leave --batch-steps out, or use --plan parastep.',
    );
  }
  const degree = parallel ? (options.degree ?? places) : 1;
  if (degree > places) {
    const needed = Math.ceil(degree / batch);
    throw new StudioError(
      'bad-request',
      `Degree ${degree} needs ${needed} devices and ${devices.length} were chosen: name more with --devices, raise --batch-steps, or lower --degree.`,
    );
  }
  const warmup = options.warmup ?? (parallel ? bundle.manifest.parastep.warmup : 0);
  const cooldown = options.cooldown ?? (parallel ? bundle.manifest.parastep.cooldown : 0);
  const used = devices.slice(0, degree);
  return {
    bundle,
    plan: makePlan({ steps, degree, warmup, cooldown, devices: used.length, batch }),
    devices: used,
  };
}

/** The request that the options ask for, with the bundle's defaults for what they leave open. */
export function prepareRequest(bundle: Bundle, plan: Plan, options: RequestOptions): GenerationRequest {
  const request = generationRequestSchema.safeParse({
    kind: 'text-to-video',
    prompt: options.prompt,
    negativePrompt: options.negative ?? String(bundle.manifest.defaults['negativePrompt'] ?? ''),
    seed: options.seed ?? randomInt(2 ** 32),
    steps: plan.steps,
    guidanceScale: options.guidance ?? numberDefault(bundle, 'guidanceScale', 6),
    dynamicGuidance: options.dynamicGuidance ?? false,
    frames: options.frames ?? numberDefault(bundle, 'frames', 49),
    width: options.size?.width ?? numberDefault(bundle, 'width', 720),
    height: options.size?.height ?? numberDefault(bundle, 'height', 480),
    fps: numberDefault(bundle, 'fps', 8),
  });
  if (request.success) return request.data;
  const [issue] = request.error.issues;
  throw new StudioError(
    'bad-request',
    `The ${issue?.path.join('.') ?? 'request'} cannot be used: ${issue?.message ?? ''}.`,
  );
}

function numberDefault(bundle: Bundle, name: string, otherwise: number): number {
  const value = bundle.manifest.defaults[name];
  return typeof value === 'number' ? value : otherwise;
}
