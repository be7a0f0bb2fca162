import {
  type Device,
  idealSpeedup,
  isUsable,
  isVirtual,
  type Model,
  makePlan,
  type Plan,
} from '../../../electron/contract/index';
import type { CommonValues, Field } from './values';

/** How the steps will be spread, or a sentence why they cannot be. */
export type PlanChoice =
  | {
      readonly ok: true;
      readonly plan: Plan;
      readonly speedup: number;
      /** The devices that get work, in the order of the plan. */
      readonly devices: readonly string[];
    }
  | { readonly ok: false; readonly problem: string };

/** The devices that are ticked and still there, in the order of the machine; no virtual one unless it is ticked. */
export function chosenDevices(values: CommonValues, devices: readonly Device[]): string[] {
  const there = devices.filter(isUsable).map(({ id }) => id);
  if (values.devices === null) return there.filter((id) => !isVirtual(id));
  const ticked = new Set(values.devices);
  return there.filter((id) => ticked.has(id));
}

/** One slot per device, with as many exact steps as the model recommends and the steps allow. */
export function automaticNumbers(
  steps: number,
  devices: number,
  { defaults }: Model,
): { degree: number; warmup: number; cooldown: number } {
  if (devices < 2 || steps < 2) return { degree: 1, warmup: 0, cooldown: 0 };
  const warmup = Math.min(Math.max(1, defaults.warmup), steps);
  return { degree: devices, warmup, cooldown: Math.min(defaults.cooldown, steps - warmup) };
}

/** The makers of plans say what is wrong with a number; an empty field is worse than any number. */
const given = (field: Field): number => (field === '' ? Number.NaN : field);

export function choosePlan(values: CommonValues, model: Model, devices: readonly Device[]): PlanChoice {
  const chosen = chosenDevices(values, devices);
  const { steps } = values;
  if (chosen.length === 0) return { ok: false, problem: 'Choose at least one device.' };
  if (steps === '' || !Number.isInteger(steps) || steps < 1) {
    return { ok: false, problem: 'Give the number of steps.' };
  }
  const { automatic } = values.parallelism;
  const numbers = automatic
    ? automaticNumbers(steps, chosen.length, model)
    : {
        degree: given(values.parallelism.degree),
        warmup: given(values.parallelism.warmup),
        cooldown: given(values.parallelism.cooldown),
      };
  if (Object.values(numbers).some(Number.isNaN)) {
    return { ok: false, problem: 'Give degree, warm-up and cool-down.' };
  }
  if (numbers.degree > chosen.length) {
    return {
      ok: false,
      problem: `Degree ${numbers.degree} needs ${numbers.degree} devices and ${chosen.length === 1 ? '1 is' : `${chosen.length} are`} chosen: choose more devices or lower the degree.`,
    };
  }
  const working = chosen.slice(0, numbers.degree);
  try {
    const plan = makePlan({ steps, ...numbers, devices: working.length });
    return { ok: true, plan, speedup: idealSpeedup(plan), devices: working };
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : String(error) };
  }
}
