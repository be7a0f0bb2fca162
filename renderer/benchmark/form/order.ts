/** What the form asks to be measured, or a sentence why it cannot be. */
import type { BenchmarkOrder, Device, Model } from '../../../electron/contract/index';
import { chosenDevices, recommendedNumbers } from '../../create/form/plan-choice';
import { isWhole } from '../../create/form/problems';
import { checkForm } from '../../create/form/rules';
import type { FormValues } from '../../create/form/values';
import { modeOf } from '../../create/modes/modes';
import type { OrderValues } from './order-store';

export type PlansOrder = Omit<Extract<BenchmarkOrder, { kind: 'plans' }>, 'request'>;

export type OrderCheck =
  | {
      readonly ok: true;
      readonly order: PlansOrder;
      /** Create's form as it is measured. */
      readonly values: FormValues;
      readonly model: Model;
      /** Runs that it takes: every plan with every seed, and once before to warm up. */
      readonly runs: number;
    }
  | { readonly ok: false; readonly reason: string };

export const MOST_SEEDS = 100;

/** A form without a prompt takes the model's first example: what is made matters little to how long it takes. */
function withPrompt(values: FormValues, model: Model | undefined): FormValues {
  const [example] = model?.examples ?? [];
  return 'prompt' in values && values.prompt.trim() === '' && example !== undefined
    ? { ...values, prompt: example }
    : values;
}

/** The devices to measure, in the machine's order. */
export function devicesOf({ devices }: OrderValues, form: FormValues, present: readonly Device[]): string[] {
  return chosenDevices(devices === null ? form : { ...form, devices }, present);
}

/** The degrees to measure that the devices allow; at least the sequential plan is always measured. */
export const degreesOf = ({ degrees }: OrderValues, devices: number): number[] =>
  (degrees ?? [devices]).filter((degree) => degree >= 2 && degree <= devices);

export function checkOrder(
  order: OrderValues,
  form: FormValues,
  model: Model | undefined,
  present: readonly Device[] | undefined,
): OrderCheck {
  const values = withPrompt(form, model);
  // How Create spreads the steps does not matter: that is what is measured.
  const automatic = { ...values, devices: null, parallelism: { ...values.parallelism, automatic: true } };
  const check = checkForm(automatic, model, present);
  if (!check.ok) return { ok: false, reason: check.reason };
  const devices = devicesOf(order, form, present ?? []);
  if (devices.length === 0) return { ok: false, reason: 'Choose at least one device.' };
  const { seeds, batches, reuses } = order;
  if (!isWhole(seeds, 1, MOST_SEEDS)) return { ok: false, reason: `Take 1 to ${MOST_SEEDS} seeds.` };
  if (reuses.length === 0) return { ok: false, reason: 'Choose at least one way to reuse.' };
  if (batches.length === 0) return { ok: false, reason: 'Choose at least one number of steps in a run.' };
  const degrees = degreesOf(order, devices.length);
  const exact = exactSteps(values, check.model);
  const steps = Number(values.steps);
  if (spreads(degrees, batches) > 0 && exact.warmup + exact.cooldown > steps) {
    return {
      ok: false,
      reason: `Warm-up ${exact.warmup} and cool-down ${exact.cooldown} do not fit into ${steps} steps: change them in Create.`,
    };
  }
  const plans = 1 + spreads(degrees, batches) * reuses.length;
  return {
    ok: true,
    order: {
      kind: 'plans',
      model: check.model.id,
      seeds: Number(seeds),
      devices,
      degrees,
      batches: [...batches],
      reuses: [...reuses],
      ...exact,
    },
    values,
    model: check.model,
    runs: plans * (Number(seeds) + 1),
  };
}

/** In how many ways steps are spread beside sequentially: every number of devices with every number in a run. */
const spreads = (degrees: readonly number[], batches: readonly number[]): number =>
  batches.reduce((sum, batch) => sum + degrees.length + (batch > 1 ? 1 : 0), 0);

/** Warm-up and cool-down as Create has them: the model's, or those set by hand. */
function exactSteps({ parallelism, steps }: FormValues, model: Model): { warmup: number; cooldown: number } {
  const { warmup, cooldown } = parallelism.automatic
    ? recommendedNumbers(Number(steps), model)
    : { warmup: Number(parallelism.warmup), cooldown: Number(parallelism.cooldown) };
  return { warmup, cooldown };
}

/** The whole order, with what Create's form asks for. */
export async function orderOf({ order, values, model }: OrderCheck & { ok: true }): Promise<BenchmarkOrder> {
  const [request] = await modeOf(values.kind).requests(values, model);
  if (request === undefined) throw new Error('There is nothing to be made: fill in the form in Create.');
  return { ...order, request };
}
