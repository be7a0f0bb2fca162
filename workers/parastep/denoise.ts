import { StudioError } from '../protocol/errors';
import type { Scheduler } from '../schedulers/scheduler';
import { ArrayPool } from '../tensor/array-pool';
import { linearCombination } from '../tensor/linear-combination';
import { drift } from './drift';
import type { EvaluateTiming } from './evaluate';
import { applyGuidance } from './guidance';
import { nonFinite } from './non-finite';
import type { Branch, Evaluation, Round } from './plan';
import { historyLength, type KnownPrediction, type Reuse } from './reuse';
import { type Sending, type Slot, sendRound } from './send-round';
import type { Answer } from './slot-answers';

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

export type DenoiseOptions = Sending & {
  readonly initialLatents: Float32Array;
  /** What errors call the plan's devices, in its order. */
  readonly deviceNames?: readonly string[];
  readonly onEvaluation?: (record: EvaluationRecord) => void;
  /** Called after every round; `cleanEstimate` computes what the model takes for the finished latents. */
  readonly onRound?: (stepsDone: number, cleanEstimate: () => Float32Array) => void;
  /** Called with the guided noise prediction and the new latents of every step, in order; both change afterwards. */
  readonly onStep?: (step: number, prediction: Float32Array, latents: Float32Array) => void;
  readonly signal?: AbortSignal;
  /** Where arrays of the latents' size come from. */
  readonly pool?: ArrayPool;
};

/**
 * Walks a plan (ParaStep's reuse-then-predict, arXiv 2505.14741, section 3) and returns the final latents.
 * In each round slot 0 starts from the exact latents and every later slot from an estimate; all slots are
 * evaluated at the same time, and the scheduler takes the round's steps in order, each as soon as what was
 * predicted for it is there.
 */
export async function denoise(options: DenoiseOptions): Promise<Float32Array> {
  const { plan, reuse, scheduler, signal } = options;
  const pool = options.pool ?? new ArrayPool(options.initialLatents.length);
  const remembered = historyLength(reuse, plan.degree);
  const wanted = arraysWanted(reuse, plan.degree);
  let latents = pool.take();
  latents.set(options.initialLatents);
  let known: readonly KnownPrediction[] = [];
  let finishLastRound = (): void => undefined;

  for (const [index, round] of plan.rounds.entries()) {
    signal?.throwIfAborted();
    const sent = sendRound(round, latents, known, options, pool);
    // What nobody waits for is done while the devices compute.
    finishLastRound();
    if (index < plan.warmup) pool.reserve(Math.ceil((wanted * (index + 1)) / plan.warmup));

    const exact = pool.take();
    const taken: Taken[] = [];
    for (const [s, slot] of sent.slots.entries()) {
      const answers = await sent.answersOf(s);
      const prediction = guidedPrediction(answers, options.guidanceScalesAt(slot.step), pool);
      if (!scheduler.step(slot.step, s === 0 ? latents : exact, prediction, exact)) {
        throw nonFinite(slot.step, answers, options.deviceNames);
      }
      options.onStep?.(slot.step, prediction, exact);
      taken.push({ slot, answers, prediction });
    }

    const history = known;
    known = [...known, ...taken.map(knownPrediction)].slice(-remembered);
    latents = exact;
    const kept = new Set([exact, ...known.flatMap((one) => [one.latents, one.prediction])]);
    const newest = known.at(-1) as KnownPrediction;
    finishLastRound = () => {
      for (const step of taken) {
        for (const answer of step.answers) options.onEvaluation?.(recordOf(index, round, answer, step));
      }
      options.onRound?.(round.firstStep + round.steps, () => cleanEstimate(scheduler, newest));
      for (const array of [...history, ...taken].flatMap(arraysOf)) if (!kept.has(array)) pool.give(array);
    };
  }
  finishLastRound();
  return latents;
}

/**
 * Arrays that parallel rounds use at the same time, or nearly all: each slot's estimate and prediction, of the round
 * that is sent, of the last one while it is told of, and of the one before that it has reused from.
 */
const arraysWanted = (reuse: Reuse, degree: number): number =>
  degree === 1 ? 0 : 2 * degree * (reuse === 'own' ? 3 : 2);

/** A step that has been taken. */
type Taken = {
  readonly slot: Slot;
  readonly answers: readonly Answer[];
  /** With guidance. */
  readonly prediction: Float32Array;
};

const knownPrediction = ({ slot: { step, latents }, prediction }: Taken): KnownPrediction => ({
  step,
  latents,
  prediction,
});

function arraysOf(one: KnownPrediction | Taken): Float32Array[] {
  if (!('slot' in one)) return [one.latents, one.prediction];
  const { slot, answers, prediction } = one;
  const reused = slot.estimate === undefined ? [] : [slot.estimate.reused];
  return [slot.latents, slot.input, prediction, ...reused, ...answers.map((answer) => answer.prediction)];
}

function recordOf(
  index: number,
  round: Round,
  { evaluation, timing, batch }: Answer,
  { slot, prediction }: Taken,
): EvaluationRecord {
  return {
    round: index,
    kind: round.kind,
    evaluation,
    timing,
    batch,
    drift: slot.estimate && drift(slot.estimate.reused, prediction),
  };
}

/** One slot's prediction; where its branches were split over devices, guidance is applied here. */
function guidedPrediction(
  parts: readonly Answer[],
  scales: readonly number[],
  pool: ArrayPool,
): Float32Array {
  const of = (branch: Branch) => parts.find(({ evaluation }) => evaluation.branch === branch)?.prediction;
  const guided = of('both');
  if (guided !== undefined) return guided;
  const unconditional = of('unconditional');
  const conditional = of('conditional');
  if (unconditional === undefined || conditional === undefined) {
    throw new StudioError('protocol', 'The plan leaves a slot without a complete noise prediction.');
  }
  const out = pool.take();
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
