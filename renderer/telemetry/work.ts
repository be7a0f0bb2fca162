/** A job or a result as work of devices. */
import type { EvaluationEvent, Job, Plan, ResultDetail } from '../../electron/contract/index';

export type Work = {
  /** The devices of the plan, in its order. */
  readonly devices: readonly string[];
  readonly plan: Plan;
  readonly idealSpeedup: number;
  readonly events: readonly EvaluationEvent[];
  readonly doneSteps: number;
  readonly failedDevice: string | undefined;
  readonly running: boolean;
};

const NO_EVENTS: readonly EvaluationEvent[] = [];

/** Those that the plan gives work to. */
const working = (devices: readonly string[], { devices: count }: Plan): readonly string[] =>
  devices.length === count ? devices : devices.slice(0, count);

/** Steps that the devices are through with. */
function doneSteps({ progress, plan }: Job): number {
  switch (progress?.stage) {
    case 'denoise':
      return progress.done;
    case 'decode':
    case 'save':
      return plan.steps;
    default:
      return 0;
  }
}

export function workOfJob(job: Job, heard: readonly EvaluationEvent[] = NO_EVENTS): Work {
  const { draft, plan, idealSpeedup, state, error } = job;
  return {
    devices: working(draft.parallelism.devices, plan),
    plan,
    idealSpeedup,
    events: heard,
    doneSteps: doneSteps(job),
    failedDevice: state === 'failed' ? error?.device : undefined,
    running: state === 'running',
  };
}

export function workOfResult({ draft, plan, idealSpeedup, evaluations }: ResultDetail): Work {
  return {
    devices: working(draft.parallelism.devices, plan),
    plan,
    idealSpeedup,
    events: evaluations,
    doneSteps: plan.steps,
    failedDevice: undefined,
    running: false,
  };
}

/** What would be done, before anything is. */
export const workOfPlan = (plan: Plan, idealSpeedup: number, devices: readonly string[]): Work => ({
  devices,
  plan,
  idealSpeedup,
  events: NO_EVENTS,
  doneSteps: 0,
  failedDevice: undefined,
  running: false,
});

/** Rounds of the plan that are over. */
export const doneRounds = ({ plan, doneSteps: done }: Pick<Work, 'plan' | 'doneSteps'>): number =>
  plan.rounds.filter(({ firstStep, steps }) => firstStep + steps <= done).length;
