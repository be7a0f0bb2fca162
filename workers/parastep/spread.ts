import { asLongAsItsSlots, type BatchCost, idealCost, makePlan, type Plan } from './plan';

/** A run of `steps` steps took `ms` milliseconds. */
export type MeasuredBatch = { readonly steps: number; readonly ms: number };

/** A device that may work on a job, and how long one step takes it, if that has been measured. */
export type CandidateDevice = {
  readonly id: string;
  readonly stepMs: number | undefined;
  /** How long runs of several steps take it, where that has been measured (BatchStep). */
  readonly batches?: readonly MeasuredBatch[];
  /** A processor is far slower than a graphics card, and is so until it has been measured. */
  readonly isProcessor: boolean;
};

export type SpreadOptions = {
  readonly steps: number;
  readonly warmup: number;
  readonly cooldown: number;
  /** Steps predicted at the same time; what gains most unless told otherwise. */
  readonly degree?: number;
  /** Most steps of a device's run; the measured number that gains most, or 1, unless told otherwise. */
  readonly batch?: number;
  /** In the order in which equally fast ones are given work. */
  readonly workers: readonly CandidateDevice[];
};

export type LeftOut = {
  readonly id: string;
  /** Undefined if it has not been measured. */
  readonly stepMs: number | undefined;
  /** The fastest device that works. */
  readonly fastest: { readonly id: string; readonly stepMs: number | undefined };
};

export type Spread = {
  readonly plan: Plan;
  /** Those that work, in the plan's order: the fastest takes the steps that are done alone. */
  readonly devices: readonly string[];
  readonly leftOut: readonly LeftOut[];
  /** Over the fastest of them alone, when communication and stepping cost nothing. */
  readonly speedup: number;
  /** Of all steps, in milliseconds; undefined where nothing has been measured. */
  readonly expectedMs: number | undefined;
};

/** With more slots of a round on average a device would gain nothing, and the estimates would be further ahead. */
export const MOST_SLOTS_PER_DEVICE = 2;

/** Times that differ by less than this factor are one and the same: a measurement is no better. */
const ALIKE = 1.15;
/** A higher degree, or a batch, reuses older predictions, so it has to gain at least this much. */
const WORTH_A_DEGREE = 0.97;

/**
 * Chooses which devices work on a job, how many steps are predicted at the same time and by whom, so that by the
 * measured times no device makes the job slower than leaving it out would.
 */
export function spreadSteps(options: SpreadOptions): Spread {
  const { candidates, unmeasured } = splitCandidates(options.workers);
  const known = assumeTimes(candidates);
  const chosen = bestBatch(options, known);
  const [first] = chosen.workers;
  const fastest = { id: first?.id ?? '', stepMs: measuredOf(options.workers, first?.id) };
  const working = new Set(chosen.workers.map(({ id }) => id));
  // Of devices that are alike, the degree alone says how many work.
  const slower = areAlike(known) ? [] : known.filter(({ id }) => !working.has(id));
  const total = costOf(chosen);
  return {
    plan: chosen.plan,
    devices: chosen.workers.map(({ id }) => id),
    leftOut: [...slower, ...unmeasured].map(({ id }) => ({
      id,
      stepMs: measuredOf(options.workers, id),
      fastest,
    })),
    speedup: (options.steps * (chosen.workers[0]?.ms ?? 1)) / total,
    expectedMs: options.workers.some(({ stepMs }) => stepMs !== undefined) ? total : undefined,
  };
}

type TimedDevice = {
  readonly id: string;
  readonly ms: number;
  readonly batches: readonly MeasuredBatch[];
};
type Choice = { readonly plan: Plan; readonly workers: readonly TimedDevice[] };
/** The options with the number of steps in a run decided. */
type Decided = SpreadOptions & { readonly batch: number };

/** Runs of one step, or of as many as have been measured to gain enough; whatever was asked for. */
function bestBatch(options: SpreadOptions, workers: readonly TimedDevice[]): Choice {
  const choose = (batch: number): Choice => {
    const decided: Decided = { ...options, batch };
    return areAlike(workers) ? together(decided, workers) : fastestPlan(decided, workers);
  };
  if (options.batch !== undefined) return choose(options.batch);
  const measured = new Set(workers.flatMap(({ batches }) => batches.map(({ steps }) => steps)));
  let best = choose(1);
  for (const batch of [...measured].sort((a, b) => a - b)) {
    const choice = choose(batch);
    if (costOf(choice) < WORTH_A_DEGREE * costOf(best)) best = choice;
  }
  return best;
}

/** Milliseconds of a plan when communication and stepping cost nothing. */
const costOf = ({ plan, workers }: Choice): number =>
  idealCost(
    plan,
    batchCostOf(workers),
    workers.map(({ ms }) => ms),
  );

/** A run takes as long as the smallest that was measured and is no smaller; without one, as long as its slots. */
const batchCostOf =
  (workers: readonly TimedDevice[]): BatchCost =>
  (slots, device) => {
    const { ms = 1, batches = [] } = workers[device] ?? {};
    const larger = batches.filter(({ steps }) => steps >= slots).sort((a, b) => a.steps - b.steps);
    return slots === 1 || larger[0] === undefined ? asLongAsItsSlots(slots, device) : larger[0].ms / ms;
  };

const measuredOf = (workers: readonly CandidateDevice[], id: string | undefined): number | undefined =>
  workers.find((worker) => worker.id === id)?.stepMs;

/** Beside graphics cards, a processor that has not been measured would only be in their way. */
function splitCandidates(workers: readonly CandidateDevice[]): {
  readonly candidates: readonly CandidateDevice[];
  readonly unmeasured: readonly CandidateDevice[];
} {
  const hasCards = workers.some(({ isProcessor }) => !isProcessor);
  const isInTheWay = ({ isProcessor, stepMs }: CandidateDevice): boolean =>
    hasCards && isProcessor && stepMs === undefined;
  return {
    candidates: workers.filter((worker) => !isInTheWay(worker)),
    unmeasured: workers.filter(isInTheWay),
  };
}

/** What has not been measured is taken to be as fast as the fastest of its kind, so that it will be measured. */
function assumeTimes(workers: readonly CandidateDevice[]): TimedDevice[] {
  const fastestOf = (isProcessor: boolean): number | undefined => {
    const times = workers.flatMap((worker) =>
      worker.isProcessor === isProcessor && worker.stepMs !== undefined ? [worker.stepMs] : [],
    );
    return times.length > 0 ? Math.min(...times) : undefined;
  };
  const assumed = new Map([true, false].map((kind) => [kind, fastestOf(kind)]));
  const any = assumed.get(false) ?? assumed.get(true) ?? 1;
  return workers.map(({ id, stepMs, isProcessor, batches = [] }) => ({
    id,
    batches,
    // A time of nothing would make every plan as good as any other.
    ms: Math.max(stepMs ?? assumed.get(isProcessor) ?? any, 1e-3),
  }));
}

function areAlike(workers: readonly TimedDevice[]): boolean {
  const times = workers.map(({ ms }) => ms);
  return Math.max(...times) <= ALIKE * Math.min(...times);
}

/** Equally fast devices: a slot for each, or as many devices as there are slots. */
function together(options: Decided, workers: readonly TimedDevice[]): Choice {
  const { steps, warmup, cooldown, batch } = options;
  // Where no two steps are left to be done at the same time, there is nothing to spread.
  const left = steps - warmup - cooldown;
  const most = left === 0 || left === 1 ? 1 : workers.length * batch;
  const degree = options.degree ?? most;
  const working = workers.slice(0, degree);
  return { plan: planOn(options, working, degree), workers: working };
}

/** Of all degrees on the fastest one, two, three … devices the plan that is done first. */
function fastestPlan(options: Decided, workers: readonly TimedDevice[]): Choice {
  const { batch } = options;
  const ordered = [...workers].sort((a, b) => a.ms - b.ms);
  const degrees =
    options.degree === undefined
      ? Array.from({ length: MOST_SLOTS_PER_DEVICE * ordered.length * batch }, (_, i) => i + 1)
      : [options.degree];
  let best: (Choice & { readonly cost: number }) | undefined;
  for (const degree of degrees) {
    let ofDegree: typeof best;
    const fewest = options.degree === undefined ? Math.ceil(degree / (MOST_SLOTS_PER_DEVICE * batch)) : 1;
    for (let count = fewest; count <= Math.min(degree, ordered.length); count++) {
      const working = ordered.slice(0, count);
      const plan = planOn(options, working, degree);
      const cost = costOf({ plan, workers: working });
      if (ofDegree === undefined || cost < ofDegree.cost) ofDegree = { plan, workers: working, cost };
    }
    if (ofDegree === undefined) continue;
    if (best === undefined || ofDegree.cost < WORTH_A_DEGREE * best.cost) best = ofDegree;
  }
  if (best === undefined) throw new RangeError('A job needs a device.');
  return best;
}

function planOn(options: Decided, workers: readonly TimedDevice[], degree: number): Plan {
  const { steps, warmup, cooldown, batch } = options;
  const isSequential = degree === 1;
  return makePlan({
    steps,
    degree,
    warmup: isSequential ? 0 : warmup,
    cooldown: isSequential ? 0 : cooldown,
    devices: workers.length,
    batch: isSequential ? 1 : batch,
    ...(!areAlike(workers) && { stepCosts: workers.map(({ ms }) => ms) }),
  });
}

/** Why a device does not work on a job, as a sentence. */
export function leftOutSentence({ id, stepMs, fastest }: LeftOut): string {
  if (stepMs === undefined) {
    return `${id} is left out: how fast it is with this model is not known, and processors are far slower than graphics cards. Choose it alone once to measure it.`;
  }
  const than = fastest.stepMs === undefined ? '' : ` and ${fastest.id} ${spanText(fastest.stepMs)}`;
  return `${id} is left out: a step takes it ${spanText(stepMs)}${than}, so with it the job would not be done sooner.`;
}

const spanText = (ms: number): string =>
  ms < 1000 ? `${Number(ms.toPrecision(2))} ms` : `${Number((ms / 1000).toPrecision(2))} s`;
