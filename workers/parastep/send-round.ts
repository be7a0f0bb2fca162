import { StudioError } from '../protocol/errors';
import type { Scheduler } from '../schedulers/scheduler';
import type { ArrayPool } from '../tensor/array-pool';
import type { Evaluate, EvaluateTiming } from './evaluate';
import { type Evaluation, type Plan, type Round, runsOf } from './plan';
import { type Estimate, estimate, type KnownPrediction, type Reuse } from './reuse';
import { type Answer, SlotAnswers } from './slot-answers';

/** What all rounds of a job are sent off with. */
export type Sending = {
  readonly plan: Plan;
  readonly reuse: Reuse;
  readonly scheduler: Scheduler;
  readonly guidanceScalesAt: (step: number) => readonly number[];
  readonly evaluate: Evaluate;
};

/** A step that a round takes, and where it starts from. */
export type Slot = {
  readonly step: number;
  /** Before the step: exact in slot 0, estimated in the others. */
  readonly latents: Float32Array;
  readonly estimate: Estimate | undefined;
  /** What the model is given. */
  readonly input: Float32Array;
};

/** A round on its way. */
export type SentRound = {
  readonly slots: readonly Slot[];
  /** Everything that concerns one slot; rejects as soon as any evaluation of the round fails. */
  answersOf(slot: number): Promise<readonly Answer[]>;
};

/**
 * Sends off every run of a round, each as soon as its slots are ready: a device computes while the estimate
 * for the next one is made.
 *
 * @param exact the latents before the round's first step.
 * @param known predictions of earlier rounds, oldest first.
 */
export function sendRound(
  round: Round,
  exact: Float32Array,
  known: readonly KnownPrediction[],
  options: Sending,
  pool: ArrayPool,
): SentRound {
  const slots: Slot[] = [];
  const slotAt = (slot: number): Slot => {
    slots[slot] ??= prepareSlot(round, slot, exact, known, options, pool);
    return slots[slot];
  };
  const runs = runsOf(round).map((run) => evaluateRun(run, slotAt, options, pool));
  // The devices are at work from here on.
  const bySlot = slots.map(
    (_, slot) => new SlotAnswers(round.evaluations.filter((evaluation) => evaluation.slot === slot)),
  );
  for (const answering of runs) {
    answering.then(
      (answers) => {
        for (const answer of answers) bySlot[answer.evaluation.slot]?.deliver(answer);
      },
      (reason: unknown) => {
        for (const slot of bySlot) slot.fail(reason);
      },
    );
  }
  return { slots, answersOf: (slot) => (bySlot[slot] as SlotAnswers).all };
}

function prepareSlot(
  round: Round,
  slot: number,
  exact: Float32Array,
  known: readonly KnownPrediction[],
  { reuse, scheduler, plan }: Sending,
  pool: ArrayPool,
): Slot {
  const step = round.firstStep + slot;
  const ahead =
    slot === 0
      ? undefined
      : estimate({ reuse, scheduler, exact, from: round.firstStep, to: step, plan, known, pool });
  const latents = ahead?.latents ?? exact;
  return { step, latents, estimate: ahead, input: scheduler.scaleModelInput(step, latents, pool) };
}

async function evaluateRun(
  run: readonly Evaluation[],
  slotAt: (slot: number) => Slot,
  { scheduler, evaluate, guidanceScalesAt }: Sending,
  pool: ArrayPool,
): Promise<Answer[]> {
  const [{ device, branch }] = run as [Evaluation];
  const slots = run.map(({ slot }) => {
    const { step, input } = slotAt(slot);
    return {
      step,
      timestep: scheduler.timesteps[step] as number,
      latents: input,
      guidanceScales: guidanceScalesAt(step),
      into: pool.take(),
    };
  });
  const { predictions, timing } = await evaluate(device, { branch, slots });
  for (const [i, { into }] of slots.entries()) if (predictions[i] !== into) pool.give(into);
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
