import { z } from 'zod';
import { StudioError } from '../protocol/errors';

/** Which guidance branches one evaluation computes; `both` answers with the guided noise prediction. */
export const branchSchema = z.enum(['both', 'conditional', 'unconditional']);
export type Branch = z.infer<typeof branchSchema>;

/** One run of the denoiser: slot `slot` of its round predicts the noise of `step`, on the plan's device `device`. */
export const evaluationSchema = z.strictObject({
  slot: z.int().min(0),
  step: z.int().min(0),
  branch: branchSchema,
  device: z.int().min(0),
  /**
   * Evaluations of a round with one device, branch and batch number are computed by one run of the denoiser
   * (BatchStep). Without a number an evaluation runs alone.
   */
  batch: z.int().min(0).optional(),
});
export type Evaluation = z.infer<typeof evaluationSchema>;

export const roundSchema = z.strictObject({
  kind: z.enum(['warm-up', 'parallel', 'cool-down']),
  /** The step whose latents are exact when the round starts. */
  firstStep: z.int().min(0),
  /** How many steps the round takes. */
  steps: z.int().min(1),
  evaluations: z.array(evaluationSchema).min(1),
});
export type Round = z.infer<typeof roundSchema>;

/** Who evaluates what, and when; everything the conductor does follows from it (design of ParaStep, section 3.2 of the paper). */
export const planSchema = z.strictObject({
  steps: z.int().min(1).max(10_000),
  degree: z.int().min(1),
  warmup: z.int().min(0),
  cooldown: z.int().min(0),
  devices: z.int().min(1),
  rounds: z.array(roundSchema).min(1),
});
export type Plan = z.infer<typeof planSchema>;

export type PlanOptions = {
  /** Denoising steps N. */
  readonly steps: number;
  /** Steps predicted at the same time p; 1 is sequential. */
  readonly degree: number;
  /** Exact steps at the start W. */
  readonly warmup: number;
  /** Exact steps at the end C. */
  readonly cooldown: number;
  /** How many devices there are to give work to. */
  readonly devices: number;
  /** Most slots of a round that a device evaluates in one run; 1 unless told otherwise. */
  readonly batch?: number;
  /** How long an evaluation takes each device, in any unit; all alike unless told otherwise. */
  readonly stepCosts?: readonly number[];
};

/** Every step exact, on the first device. */
export function sequentialPlan(steps: number): Plan {
  return makePlan({ steps, degree: 1, warmup: 0, cooldown: 0, devices: 1 });
}

/**
 * Warm-up steps one by one, then rounds of `degree` steps with one slot each, a last short round for what is
 * left, then cool-down steps one by one. Each slot goes to the device that is done with it first, which is in turn
 * where all are equally fast. So with fewer devices than slots, or with slower ones, a device evaluates several slots
 * of a round: one after the other, or `batch` at a time.
 */
export function makePlan(options: PlanOptions): Plan {
  checkOptions(options);
  const { steps, degree, warmup, cooldown, devices, batch = 1, stepCosts } = options;
  const exactRound = (kind: Round['kind'], step: number): Round => ({
    kind,
    firstStep: step,
    steps: 1,
    evaluations: [{ slot: 0, step, branch: 'both', device: 0 }],
  });

  const rounds: Round[] = [];
  for (let step = 0; step < warmup; step++) rounds.push(exactRound('warm-up', step));
  const parallelEnd = steps - cooldown;
  for (let step = warmup; step < parallelEnd; step += degree) {
    const slots = Math.min(degree, parallelEnd - step);
    const dealt = dealSlots(slots, stepCosts ?? new Array<number>(devices).fill(1));
    rounds.push({
      kind: 'parallel',
      firstStep: step,
      steps: slots,
      evaluations: Array.from({ length: slots }, (_, slot) => ({
        slot,
        step: step + slot,
        branch: 'both',
        device: dealt[slot]?.device ?? 0,
        ...(batch > 1 && { batch: Math.floor((dealt[slot]?.before ?? 0) / batch) }),
      })),
    });
  }
  for (let step = parallelEnd; step < steps; step++) rounds.push(exactRound('cool-down', step));
  return { steps, degree, warmup, cooldown, devices, rounds };
}

/** The device of each slot, and how many slots of the round it has before. */
function dealSlots(slots: number, costs: readonly number[]): { device: number; before: number }[] {
  const counts = costs.map(() => 0);
  return Array.from({ length: slots }, () => {
    let device = 0;
    const doneAt = (i: number): number => ((counts[i] ?? 0) + 1) * (costs[i] ?? 0);
    for (let i = 1; i < costs.length; i++) if (doneAt(i) < doneAt(device)) device = i;
    const before = counts[device] ?? 0;
    counts[device] = before + 1;
    return { device, before };
  });
}

function checkOptions(options: PlanOptions): void {
  const { steps, degree, warmup, cooldown, devices, batch = 1, stepCosts } = options;
  const refuse = (message: string): never => {
    throw new StudioError('bad-request', message);
  };
  for (const [name, value, least] of [
    ['steps', steps, 1],
    ['degree', degree, 1],
    ['warm-up', warmup, 0],
    ['cool-down', cooldown, 0],
    ['devices', devices, 1],
    ['steps in a batch', batch, 1],
  ] as const) {
    if (!Number.isInteger(value) || value < least) {
      refuse(`The number of ${name} must be a whole number of at least ${least}, not ${value}.`);
    }
  }
  if (stepCosts !== undefined && (stepCosts.length !== devices || !stepCosts.every((cost) => cost > 0))) {
    refuse('The time of a step must be known of every device, and be greater than nothing.');
  }
  if (warmup + cooldown > steps) {
    refuse(
      `${warmup} warm-up and ${cooldown} cool-down steps do not fit into ${steps} steps: use more steps or fewer exact ones.`,
    );
  }
  if (degree > 1 && warmup < 1) {
    refuse(
      'ParaStep needs at least 1 warm-up step, because its first round reuses the last warm-up prediction.',
    );
  }
}

/** Cost of an evaluation in units of one guided evaluation. */
const branchCost = (branch: Branch): number => (branch === 'both' ? 1 : 0.5);

/** The evaluations of a round as the runs of the denoiser that compute them, in the order of their first. */
export function runsOf({ evaluations }: Round): Evaluation[][] {
  const runs: Evaluation[][] = [];
  const batches = new Map<string, Evaluation[]>();
  for (const evaluation of evaluations) {
    const { device, branch, batch } = evaluation;
    const key = `${device} ${branch} ${batch}`;
    const open = batch === undefined ? undefined : batches.get(key);
    if (open !== undefined) {
      open.push(evaluation);
      continue;
    }
    const run = [evaluation];
    runs.push(run);
    batches.set(key, run);
  }
  return runs;
}

/** The most slots that one run of a plan computes. */
export function largestBatch({ rounds }: Plan): number {
  return Math.max(...rounds.flatMap((round) => runsOf(round).map(({ length }) => length)));
}

/** How long a run of several slots takes a device of the plan, in units of a run of one. */
export type BatchCost = (slots: number, device: number) => number;

/** A device that is fully at work with one slot: a batch gains nothing. What is to be expected until measured. */
export const asLongAsItsSlots: BatchCost = (slots) => slots;

/** A device that one slot leaves idle: a batch costs nothing more. */
export const asLongAsOneSlot: BatchCost = () => 1;

/**
 * The time a round takes in units of one guided evaluation: as long as its busiest device.
 *
 * @param stepCosts how long an evaluation takes each device; all alike unless told otherwise.
 */
export function roundCost(
  round: Round,
  batchCost = asLongAsItsSlots,
  stepCosts: readonly number[] = [],
): number {
  const load = new Map<number, number>();
  for (const run of runsOf(round)) {
    const { device, branch } = run[0] as Evaluation;
    const cost = branchCost(branch) * batchCost(run.length, device) * (stepCosts[device] ?? 1);
    load.set(device, (load.get(device) ?? 0) + cost);
  }
  return Math.max(...load.values());
}

/** The time a plan takes in units of one guided evaluation when communication and stepping cost nothing. */
export function idealCost(plan: Plan, batchCost?: BatchCost, stepCosts?: readonly number[]): number {
  return plan.rounds.reduce((total, round) => total + roundCost(round, batchCost, stepCosts), 0);
}

/** Speed-up over all steps on the first device, `N / (W + ⌈(N−W−C)/p⌉ + C)` for ParaStep on `p` devices that are alike. */
export function idealSpeedup(plan: Plan, batchCost?: BatchCost, stepCosts?: readonly number[]): number {
  return (plan.steps * (stepCosts?.[0] ?? 1)) / idealCost(plan, batchCost, stepCosts);
}

/** Refuses a plan that would not compute every step exactly once in order. */
export function checkPlan(plan: Plan): void {
  let next = 0;
  for (const round of plan.rounds) {
    const covered = new Set(round.evaluations.map(({ step }) => step));
    const consistent =
      round.firstStep === next &&
      covered.size === round.steps &&
      round.evaluations.every(
        ({ slot, step, device }) =>
          step === round.firstStep + slot && slot < round.steps && device < plan.devices,
      );
    if (!consistent) throw new StudioError('protocol', `The plan is inconsistent at step ${next}.`);
    next += round.steps;
  }
  if (next !== plan.steps)
    throw new StudioError('protocol', `The plan ends at step ${next} of ${plan.steps}.`);
}
