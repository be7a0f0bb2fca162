import { join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import {
  type Bundle,
  cpuDevices,
  type DeviceSpec,
  inspectModel,
  leftOutSentence,
  MOST_SLOTS_PER_DEVICE,
  type ModelInspection,
  openBundle,
  type Plan,
  type Reuse,
  reuseSchema,
  StudioError,
  spreadSteps,
} from '../../workers/api';
import { dataFolder } from '../environment/data-folder';
import { StepTimes } from '../jobs/step-times';
import { modelCard } from '../models/model-card';
import { DEVICE_LIST_HELP, type DeviceWish, deviceList, specsOf } from './device-list';
import { wholeNumber } from './numbers';

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
      'steps predicted at the same time (default: what gains most by the measured speed of the devices)',
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

export type PreparedPlan = {
  readonly bundle: Bundle;
  readonly inspection: ModelInspection;
  readonly plan: Plan;
  /** The devices that may work. */
  readonly wished: readonly DeviceSpec[];
  /** The devices that the plan gives work to, in its order. */
  readonly devices: readonly DeviceSpec[];
  /** Over the fastest of them alone, at best. */
  readonly speedup: number;
  /** Why the other devices have no work, as sentences. */
  readonly notices: readonly string[];
};

/** Opens the bundle and makes the plan that the options ask for, with the bundle's defaults for what they leave open. */
export async function preparePlan(options: JobOptions): Promise<PreparedPlan> {
  const bundle = await openBundle(resolve(options.bundle));
  const devices = options.devices === undefined ? cpuDevices(DEFAULT_DEVICES) : specsOf(options.devices);
  const inspection = await inspectModel(bundle);
  const steps =
    options.steps ?? modelCard(bundle, inspection, { bundled: false, removable: false }).defaults.steps;
  const batch = options.batchSteps ?? 1;
  const parallel = (options.plan ?? (devices.length * batch > 1 ? 'parastep' : 'sequential')) === 'parastep';
  checkDegree(options, { parallel, batch, devices: devices.length });
  const spread = spreadSteps({
    steps,
    warmup: options.warmup ?? (parallel ? bundle.manifest.parastep.warmup : 0),
    cooldown: options.cooldown ?? (parallel ? bundle.manifest.parastep.cooldown : 0),
    ...(options.degree !== undefined && { degree: options.degree }),
    ...(!parallel && { degree: 1 }),
    batch,
    workers: stepTimes().of(bundle.manifest.id, devices),
  });
  return {
    bundle,
    inspection,
    plan: spread.plan,
    wished: devices,
    devices: spread.devices.map((id) => devices.find((device) => device.id === id) as DeviceSpec),
    speedup: spread.speedup,
    notices: spread.leftOut.map(leftOutSentence),
  };
}

function checkDegree(
  { degree = 1 }: JobOptions,
  {
    parallel,
    batch,
    devices,
  }: { readonly parallel: boolean; readonly batch: number; readonly devices: number },
): void {
  if (!parallel && degree > 1) {
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
  const slots = MOST_SLOTS_PER_DEVICE * batch;
  if (degree > slots * devices) {
    throw new StudioError(
      'bad-request',
      `Degree ${degree} needs ${Math.ceil(degree / slots)} devices and ${devices} were chosen: name more with --devices, raise --batch-steps, or lower --degree.`,
    );
  }
}

/** What jobs of the app and of the command line have measured. */
export const stepTimes = (): StepTimes =>
  new StepTimes(join(dataFolder(), 'step-times.json'), { error: () => undefined });
