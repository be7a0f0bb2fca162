import {
  type Device,
  isUsable,
  isVirtual,
  leftOutSentence,
  MOST_SLOTS_PER_DEVICE,
  MOST_STEPS_IN_A_RUN,
  type Model,
  type Plan,
  spreadSteps,
} from '../../../electron/contract/index';
import type { TimesByDevice } from '../../bridge/catalogue-stores';
import type { CommonValues, Field } from './values';

/** How the steps will be spread, or a sentence why they cannot be. */
export type PlanChoice =
  | {
      readonly ok: true;
      readonly plan: Plan;
      readonly speedup: number;
      /** The devices that get work, in the order of the plan. */
      readonly devices: readonly string[];
      /** Why the other devices that are ticked get none, as sentences. */
      readonly notices: readonly string[];
    }
  | { readonly ok: false; readonly problem: string };

/** The devices that are ticked and still there, in the order of the machine; no virtual one unless it is ticked. */
export function chosenDevices(values: CommonValues, devices: readonly Device[]): string[] {
  const there = devices.filter(isUsable).map(({ id }) => id);
  if (values.devices === null) return there.filter((id) => !isVirtual(id));
  const ticked = new Set(values.devices);
  return there.filter((id) => ticked.has(id));
}

/** As many exact steps as the model recommends and the steps allow. */
export function recommendedNumbers(
  steps: number,
  { defaults }: Model,
): { readonly warmup: number; readonly cooldown: number } {
  const warmup = Math.min(Math.max(1, defaults.warmup), steps);
  return { warmup, cooldown: Math.min(defaults.cooldown, steps - warmup) };
}

/** The makers of plans say what is wrong with a number; an empty field is worse than any number. */
const given = (field: Field): number => (field === '' ? Number.NaN : field);

/** @param times of a step by device, as far as they are known. */
export function choosePlan(
  values: CommonValues,
  model: Model,
  devices: readonly Device[],
  times: TimesByDevice = new Map(),
): PlanChoice {
  const chosen = chosenDevices(values, devices);
  const { steps } = values;
  if (chosen.length === 0) return { ok: false, problem: 'Choose at least one device.' };
  if (steps === '' || !Number.isInteger(steps) || steps < 1) {
    return { ok: false, problem: 'Give the number of steps.' };
  }
  const { automatic } = values.parallelism;
  const numbers = automatic
    ? recommendedNumbers(steps, model)
    : {
        degree: given(values.parallelism.degree),
        warmup: given(values.parallelism.warmup),
        cooldown: given(values.parallelism.cooldown),
        batch: given(values.parallelism.batch),
      };
  if (Object.values(numbers).some(Number.isNaN)) {
    return { ok: false, problem: 'Give degree, warm-up, cool-down and steps in a run.' };
  }
  if ('batch' in numbers && numbers.batch > MOST_STEPS_IN_A_RUN) {
    return { ok: false, problem: `A run holds ${MOST_STEPS_IN_A_RUN} steps at most.` };
  }
  const slots = 'batch' in numbers ? MOST_SLOTS_PER_DEVICE * numbers.batch : Number.POSITIVE_INFINITY;
  if ('degree' in numbers && numbers.degree > slots * chosen.length) {
    const needed = Math.ceil(numbers.degree / slots);
    return {
      ok: false,
      problem: `Degree ${numbers.degree} needs ${needed} devices and ${chosen.length === 1 ? '1 is' : `${chosen.length} are`} chosen: choose more devices or lower the degree.`,
    };
  }
  const workers = chosen.map((id) => ({
    id,
    stepMs: times.get(id)?.stepMs,
    batches: times.get(id)?.batches ?? [],
    isProcessor: devices.find((device) => device.id === id)?.kind === 'cpu',
  }));
  try {
    const spread = spreadSteps({ steps, ...numbers, workers });
    return {
      ok: true,
      plan: spread.plan,
      speedup: spread.speedup,
      devices: spread.devices,
      notices: spread.leftOut.map(leftOutSentence),
    };
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : String(error) };
  }
}
