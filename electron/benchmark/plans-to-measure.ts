import { makePlan, type Plan, type Reuse, StudioError, sequentialPlan } from '../../workers/api';

/** One way to spread the steps, as a benchmark measures it. */
export type PlanToMeasure = {
  readonly plan: Plan;
  readonly reuse: Reuse;
  readonly devices: readonly string[];
};

export type PlanChoice = {
  readonly steps: number;
  readonly warmup: number;
  readonly cooldown: number;
  /** Numbers of devices at work at the same time, beside one alone. */
  readonly degrees: readonly number[];
  /** Steps that a device predicts in one run (BatchStep); 1 is each on its own. */
  readonly batches: readonly number[];
  readonly reuses: readonly Reuse[];
  readonly devices: readonly string[];
};

/**
 * Sequential on the first device; then every number of devices with every number of steps in a run and every
 * strategy. Several steps in a run are measured on one device alone as well.
 */
export function plansToMeasure(choice: PlanChoice): PlanToMeasure[] {
  const { steps, warmup, cooldown, degrees, batches, reuses, devices } = choice;
  const tooMany = degrees.find((degree) => degree > devices.length);
  if (tooMany !== undefined) {
    throw new StudioError(
      'bad-request',
      `Degree ${tooMany} needs ${tooMany} devices and ${devices.length} were chosen: choose more devices, or lower the degree.`,
    );
  }
  const parallel = ascending(batches).flatMap((batch) =>
    ascending([1, ...degrees]).flatMap((count) => (count * batch > 1 ? [{ count, batch }] : [])),
  );
  return [
    { plan: sequentialPlan(steps), reuse: 'own', devices: devices.slice(0, 1) },
    ...parallel.flatMap(({ count, batch }) =>
      [...new Set(reuses)].map((reuse) => ({
        plan: makePlan({ steps, degree: count * batch, warmup, cooldown, devices: count, batch }),
        reuse,
        devices: devices.slice(0, count),
      })),
    ),
  ];
}

const ascending = (values: readonly number[]): number[] => [...new Set(values)].sort((a, b) => a - b);
