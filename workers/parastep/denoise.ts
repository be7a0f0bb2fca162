import { StudioError } from '../protocol/errors';
import type { Scheduler } from '../schedulers/scheduler';
import { linearCombination } from '../tensor/linear-combination';
import { drift } from './drift';
import { applyGuidance } from './guidance';
import { nonFinite } from './non-finite';
import { type Branch, type Evaluation, type Plan, type Round, runsOf } from './plan';
import { type Estimate, estimate, historyLength, type KnownPrediction, type Reuse } from './reuse';

/** One slot's work as a device sees it. */
export type SlotRequest = {
  readonly step: number;
  readonly timestep: number;
  readonly latents: Float32Array;
  /** One guidance scale, or one per equal block of the latents. */
  readonly guidanceScales: readonly number[];
};

/** What one run of the denoiser computes: one slot, or a batch of them. */
export type EvaluateRequest = { readonly branch: Branch; readonly slots: readonly SlotRequest[] };

/**
 * When and at what cost an evaluation happened: nanoseconds of the machine's monotonic clock; bytes of latents
 * down, of noise up, and of message headers both ways.
 */
export type EvaluateTiming = {
  readonly dispatched: bigint;
  readonly started: bigint;
  readonly ended: bigint;
  readonly received: bigint;
  readonly bytesDown: number;
  readonly bytesUp: number;
  readonly headerBytes: number;
};

/** A prediction for each slot, in their order, and the timing of them all together. */
export type EvaluateReply = {
  readonly predictions: readonly Float32Array[];
  readonly timing: EvaluateTiming;
};

/** Runs the denoiser on the plan's device number `device`; calls for one device are answered in order. */
export type Evaluate = (device: number, request: EvaluateRequest) => Promise<EvaluateReply>;

/** What happened in one evaluation. `drift` is absent where nothing was reused. */
export type EvaluationRecord = {
  readonly round: number;
  readonly kind: Round['kind'];
  readonly evaluation: Evaluation;
  /** Its times are those of its whole run, its bytes its own. */
  readonly timing: EvaluateTiming;
  /** Evaluations in the same run, this one included. */
  readonly batch: number;
  readonly drift: number | undefined;
};

export type DenoiseOptions = {
  readonly plan: Plan;
  readonly reuse: Reuse;
  readonly scheduler: Scheduler;
  readonly initialLatents: Float32Array;
  readonly guidanceScalesAt: (step: number) => readonly number[];
  readonly evaluate: Evaluate;
  /** What errors call the plan's devices, in its order. */
  readonly deviceNames?: readonly string[];
  readonly onEvaluation?: (record: EvaluationRecord) => void;
  /** Called after every round; `cleanEstimate` computes what the model takes for the finished latents. */
  readonly onRound?: (stepsDone: number, cleanEstimate: () => Float32Array) => void;
  /** Called with the guided noise prediction and the new latents of every step, in order. */
  readonly onStep?: (step: number, prediction: Float32Array, latents: Float32Array) => void;
  readonly signal?: AbortSignal;
};

type Slot = {
  readonly step: number;
  readonly latents: Float32Array;
  readonly estimate: Estimate | undefined;
};

/**
 * Walks a plan (ParaStep's reuse-then-predict, arXiv 2505.14741, section 3) and returns the final latents.
 * In each round slot 0 starts from the exact latents and every later slot from an estimate; all slots are
 * evaluated at the same time, then the scheduler takes the round's steps in order with what they predicted.
 */
export async function denoise(options: DenoiseOptions): Promise<Float32Array> {
  const { plan, reuse, scheduler, signal } = options;
  const remembered = historyLength(reuse, plan.degree);
  let latents = options.initialLatents.slice();
  let known: KnownPrediction[] = [];
  let reportLastRound = (): void => undefined;

  for (const [index, round] of plan.rounds.entries()) {
    signal?.throwIfAborted();
    const slots = prepareSlots(round, latents, known, options);
    const evaluating = evaluateRound(round, slots, options);
    // What nobody waits for is done while the devices compute.
    reportLastRound();
    const answers = await evaluating;
    const predictions = slots.map((slot, s) =>
      guidedPrediction(
        answers.filter(({ evaluation }) => evaluation.slot === s),
        options.guidanceScalesAt(slot.step),
      ),
    );

    const exact = latents.slice();
    const made = slots.map(({ step, latents: from }, s): KnownPrediction => {
      const prediction = predictions[s] as Float32Array;
      if (!scheduler.step(step, exact, prediction, exact)) {
        const own = answers.filter(({ evaluation }) => evaluation.slot === s);
        throw nonFinite(step, own, options.deviceNames);
      }
      options.onStep?.(step, prediction, exact);
      return { step, latents: from, prediction };
    });
    known = [...known, ...made].slice(-remembered);
    latents = exact;
    const newest = known.at(-1) as KnownPrediction;
    reportLastRound = () => {
      for (const answer of answers) {
        options.onEvaluation?.(recordOf(index, round, answer, slots, predictions));
      }
      options.onRound?.(round.firstStep + round.steps, () => cleanEstimate(scheduler, newest));
    };
  }
  reportLastRound();
  return latents;
}

function prepareSlots(
  round: Round,
  exact: Float32Array,
  known: readonly KnownPrediction[],
  { reuse, scheduler, plan }: DenoiseOptions,
): Slot[] {
  return Array.from({ length: round.steps }, (_, slot) => {
    const step = round.firstStep + slot;
    if (slot === 0) return { step, latents: exact, estimate: undefined };
    const ahead = estimate({ reuse, scheduler, exact, from: round.firstStep, to: step, plan, known });
    return { step, latents: ahead.latents, estimate: ahead };
  });
}

type Answer = {
  readonly evaluation: Evaluation;
  readonly prediction: Float32Array;
  readonly timing: EvaluateTiming;
  readonly batch: number;
};

/** Sends off every run of a round, then waits for all. */
async function evaluateRound(
  round: Round,
  slots: readonly Slot[],
  options: DenoiseOptions,
): Promise<Answer[]> {
  return (await Promise.all(runsOf(round).map((run) => evaluateRun(run, slots, options)))).flat();
}

async function evaluateRun(
  run: readonly Evaluation[],
  slots: readonly Slot[],
  { scheduler, evaluate, guidanceScalesAt }: DenoiseOptions,
): Promise<Answer[]> {
  const [{ device, branch }] = run as [Evaluation];
  const { predictions, timing } = await evaluate(device, {
    branch,
    slots: run.map(({ slot }) => {
      const { step, latents } = slots[slot] as Slot;
      return {
        step,
        timestep: scheduler.timesteps[step] as number,
        latents: scheduler.scaleModelInput(step, latents),
        guidanceScales: guidanceScalesAt(step),
      };
    }),
  });
  if (predictions.length !== run.length) {
    throw new StudioError('protocol', 'A device answered for another number of steps than it was given.');
  }
  return run.map((evaluation, i) => ({
    evaluation,
    prediction: predictions[i] as Float32Array,
    timing: { ...timing, ...shareOfBytes(timing, i, run.length) },
    batch: run.length,
  }));
}

/** The bytes of one of `count` evaluations in a run; what does not divide evenly goes to the first. */
function shareOfBytes(timing: EvaluateTiming, index: number, count: number) {
  const share = (total: number): number => Math.floor(total / count) + (index === 0 ? total % count : 0);
  return {
    bytesDown: share(timing.bytesDown),
    bytesUp: share(timing.bytesUp),
    headerBytes: share(timing.headerBytes),
  };
}

function recordOf(
  index: number,
  round: Round,
  { evaluation, timing, batch }: Answer,
  slots: readonly Slot[],
  predictions: readonly Float32Array[],
): EvaluationRecord {
  const ahead = slots[evaluation.slot]?.estimate;
  const predicted = predictions[evaluation.slot] as Float32Array;
  return {
    round: index,
    kind: round.kind,
    evaluation,
    timing,
    batch,
    drift: ahead && drift(ahead.reused, predicted),
  };
}

/** One slot's prediction; where its branches were split over devices, guidance is applied here. */
function guidedPrediction(parts: readonly Answer[], scales: readonly number[]): Float32Array {
  const of = (branch: Branch) => parts.find(({ evaluation }) => evaluation.branch === branch)?.prediction;
  const guided = of('both');
  if (guided !== undefined) return guided;
  const unconditional = of('unconditional');
  const conditional = of('conditional');
  if (unconditional === undefined || conditional === undefined) {
    throw new StudioError('protocol', 'The plan leaves a slot without a complete noise prediction.');
  }
  const out = new Float32Array(unconditional.length);
  applyGuidance(unconditional, conditional, scales, out);
  return out;
}

/** x0 as the newest prediction has it. */
function cleanEstimate(scheduler: Scheduler, { step, latents, prediction }: KnownPrediction): Float32Array {
  const { clean } = scheduler.coefficients(step);
  const out = new Float32Array(latents.length);
  linearCombination(
    [
      { coefficient: clean.sample, data: latents },
      { coefficient: clean.prediction, data: prediction },
    ],
    out,
  );
  return out;
}
