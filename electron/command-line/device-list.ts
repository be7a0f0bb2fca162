import { InvalidArgumentError } from 'commander';
import {
  ACCELERATORS,
  type AcceleratorSpec,
  cpuDevices,
  DEFAULT_VIRTUAL_MODEL,
  type DeviceSpec,
  deviceSpecSchema,
  type VirtualModel,
  virtualModelSchema,
} from '../../workers/api';

/** One device as it was asked for. */
export type DeviceWish =
  | { readonly id: string; readonly provider: 'cpu' }
  | AcceleratorSpec
  | { readonly id: string; readonly provider: 'virtual'; readonly model: VirtualModel };

export const DEVICE_LIST_HELP =
  'devices to use: cpu:0,cpu:1 or 2xcpu; cuda:0, dml:0, coreml:0 or webgpu:0; virtual ones, which only model their time: ' +
  '8xvirtual@50ms@12GB/s@10us (evaluation, link)';

const PROVIDERS = ['cpu', ...ACCELERATORS, 'virtual'] as const;
const ITEM = new RegExp(`^(?:(\\d{1,2})x)?(${PROVIDERS.join('|')})(?::(\\d{1,3}))?((?:@[^@,]+)*)$`);
/** A device's id, but of a provider that jobs cannot use. */
const UNKNOWN_DEVICE = new RegExp(`^(?!(?:${PROVIDERS.join('|')}):)[a-z]+:\\d{1,3}$`);
const MAX_DEVICES = 64;

/**
 * A list such as `cpu:0,cpu:1`, `2xcpu` or `2xvirtual@500ms,virtual@1000ms@8GB/s@20us`. Devices without a number
 * get the next ones that are free.
 */
export function deviceList(text: string): DeviceWish[] {
  const wishes: DeviceWish[] = [];
  for (const item of text.split(',').map((part) => part.trim())) {
    if (UNKNOWN_DEVICE.test(item)) {
      throw new InvalidArgumentError(
        `There is no device ${item}: \`parastep devices\` lists those there are.`,
      );
    }
    const [matched, count, provider, index, options = ''] = ITEM.exec(item) ?? [];
    if (matched === undefined || (count !== undefined && (index !== undefined || Number(count) === 0))) {
      throw new InvalidArgumentError('It must look like cpu:0,cpu:1 or 2xcpu or 8xvirtual@50ms.');
    }
    if (provider !== 'virtual' && options !== '') {
      throw new InvalidArgumentError('Only virtual devices take times.');
    }
    const model = modelOf(options.split('@').filter((option) => option !== ''));
    for (let i = 0; i < Number(count ?? 1); i++) {
      const id = `${provider}:${index ?? firstFree(provider as string, wishes)}`;
      if (wishes.some((wish) => wish.id === id)) throw new InvalidArgumentError('It names a device twice.');
      wishes.push(wishFor(provider as (typeof PROVIDERS)[number], id, model));
    }
  }
  if (wishes.length > MAX_DEVICES) {
    throw new InvalidArgumentError(`It names ${wishes.length} devices; ${MAX_DEVICES} is the most.`);
  }
  return wishes;
}

function wishFor(provider: (typeof PROVIDERS)[number], id: string, model: VirtualModel): DeviceWish {
  if (provider === 'cpu') return { id, provider };
  if (provider === 'virtual') return { id, provider, model };
  const adapter = Number(id.slice(provider.length + 1));
  const spec = provider === 'cuda' || provider === 'dml' ? { id, provider, adapter } : { id, provider };
  const checked = deviceSpecSchema.safeParse(spec);
  if (checked.success) return checked.data as AcceleratorSpec;
  throw new InvalidArgumentError(`There is no device ${id}: \`parastep devices\` lists those there are.`);
}

function firstFree(provider: string, taken: readonly DeviceWish[]): number {
  let index = 0;
  while (taken.some(({ id }) => id === `${provider}:${index}`)) index++;
  return index;
}

/** Each option with the part of the model that its unit stands for. */
const OPTIONS: readonly (readonly [pattern: RegExp, apply: (value: number) => Partial<VirtualModel>])[] = [
  [/^([\d.]+)ms$/, (evaluationMs) => ({ evaluationMs })],
  [/^([\d.]+)GB\/s$/, (gigabytesPerSecond) => ({ gigabytesPerSecond })],
  [/^([\d.]+)us$/, (us) => ({ latencyMs: us / 1000 })],
  [/^([\d.]+)x$/, (speed) => ({ speed })],
];

function modelOf(options: readonly string[]): VirtualModel {
  let model = DEFAULT_VIRTUAL_MODEL;
  for (const option of options) {
    const found = OPTIONS.find(([pattern]) => pattern.test(option));
    const value = Number(found?.[0].exec(option)?.[1]);
    if (found === undefined || Number.isNaN(value)) {
      throw new InvalidArgumentError(
        `${option} is not understood: write the time of an evaluation as 500ms, a link as 12GB/s and 10us, a speed as 2x.`,
      );
    }
    model = { ...model, ...found[1](value) };
  }
  const checked = virtualModelSchema.safeParse(model);
  if (checked.success) return checked.data;
  throw new InvalidArgumentError(`${options.join('@')} is out of range.`);
}

/** The machine's devices for what was asked for; the cores are shared out among the CPU devices named. */
export function specsOf(wishes: readonly DeviceWish[]): DeviceSpec[] {
  const cpus = cpuDevices(Math.max(1, wishes.filter(({ provider }) => provider === 'cpu').length));
  const [{ threads } = { threads: 1 }] = cpus;
  return wishes.map((wish) => (wish.provider === 'cpu' ? { ...wish, threads } : wish));
}
