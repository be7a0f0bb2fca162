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
  readonly degrees: readonly number[];
  readonly reuses: readonly Reuse[];
  readonly devices: readonly string[];
};

/** Sequential on the first device, then every degree with every strategy, on as many devices. */
export function plansToMeasure(choice: PlanChoice): PlanToMeasure[] {
  const { steps, warmup, cooldown, degrees, reuses, devices } = choice;
  const tooMany = degrees.find((degree) => degree > devices.length);
  if (tooMany !== undefined) {
    throw new StudioError(
      'bad-request',
      `Degree ${tooMany} needs ${tooMany} devices and ${devices.length} were chosen: choose more devices, or lower the degree.`,
    );
  }
  const parallel = [...new Set(degrees)].filter((degree) => degree > 1).sort((a, b) => a - b);
  return [
    { plan: sequentialPlan(steps), reuse: 'own', devices: devices.slice(0, 1) },
    ...parallel.flatMap((degree) =>
      [...new Set(reuses)].map((reuse) => ({
        plan: makePlan({ steps, degree, warmup, cooldown, devices: degree }),
        reuse,
        devices: devices.slice(0, degree),
      })),
    ),
  ];
}
