import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import {
  type Bundle,
  cpuDevices,
  type DeviceSpec,
  inspectModel,
  type ModelInspection,
  makePlan,
  openBundle,
  type Plan,
  type Reuse,
  reuseSchema,
  StudioError,
} from '../../workers/api';
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

export type PreparedPlan = {
  readonly bundle: Bundle;
  readonly inspection: ModelInspection;
  readonly plan: Plan;
  /** The devices that the plan gives work to. */
  readonly devices: readonly DeviceSpec[];
};

/** Opens the bundle and makes the plan that the options ask for, with the bundle's defaults for what they leave open. */
export async function preparePlan(options: JobOptions): Promise<PreparedPlan> {
  const bundle = await openBundle(resolve(options.bundle));
  const devices = options.devices === undefined ? cpuDevices(DEFAULT_DEVICES) : specsOf(options.devices);
  const inspection = await inspectModel(bundle);
  const steps =
    options.steps ?? modelCard(bundle, inspection, { bundled: false, removable: false }).defaults.steps;
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
    inspection,
    plan: makePlan({ steps, degree, warmup, cooldown, devices: used.length, batch }),
    devices: used,
  };
}
