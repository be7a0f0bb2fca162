/** What must hold before something can be made; the app checks it all again. */
import type { Device, GenerationRequest, JobDraft, Model } from '../../../electron/contract/index';
import type { TimesByDevice } from '../../bridge/catalogue-stores';
import { modeOf } from '../modes/modes';
import { choosePlan, chosenDevices, type PlanChoice, recommendedNumbers } from './plan-choice';
import { isWhole, type Problems, problemsOf } from './problems';
import type { FormValues } from './values';

export type FormCheck =
  | {
      readonly ok: true;
      readonly problems: Problems;
      readonly plan: PlanChoice & { readonly ok: true };
      readonly model: Model;
      readonly values: FormValues;
      /** Every device that may work, also those that the plan leaves out: the app decides when the job starts. */
      readonly devices: readonly string[];
    }
  | {
      readonly ok: false;
      /** What stands beside the button. */
      readonly reason: string;
      readonly problems: Problems;
      readonly plan: PlanChoice | undefined;
    };

const MAX_SEED = Number.MAX_SAFE_INTEGER;

function findProblems(values: FormValues, model: Model): Problems {
  const { maxSteps } = model.limits;
  return {
    ...problemsOf({
      seed: isWhole(values.seed, 0, MAX_SEED) ? undefined : 'A seed is a whole number from 0 up.',
      steps: isWhole(values.steps, 1, maxSteps) ? undefined : `This model takes 1 to ${maxSteps} steps.`,
    }),
    ...modeOf(values.kind).problems(values, model),
  };
}

export function checkForm(
  values: FormValues,
  model: Model | undefined,
  devices: readonly Device[] | undefined,
  times?: TimesByDevice,
): FormCheck {
  if (model === undefined)
    return { ok: false, reason: 'Choose a model first.', problems: {}, plan: undefined };
  const problems = findProblems(values, model);
  if (devices === undefined) {
    return { ok: false, reason: 'Looking for devices.', problems, plan: undefined };
  }
  const plan = choosePlan(values, model, devices, times);
  if (!plan.ok && problems.steps === undefined) problems.parallelism = plan.problem;
  const [first] = Object.values(problems);
  const reason = first ?? modeOf(values.kind).notReady(values);
  if (reason !== undefined || !plan.ok) {
    return { ok: false, reason: reason ?? 'The plan cannot be made.', problems, plan };
  }
  return { ok: true, problems, plan, model, values, devices: chosenDevices(values, devices) };
}

/** What a form without problems asks for, one draft per job. */
export async function draftsOf({
  values,
  model,
  plan,
  devices,
}: FormCheck & { ok: true }): Promise<JobDraft[]> {
  const requests: GenerationRequest[] = await modeOf(values.kind).requests(values, model);
  const { degree, warmup, cooldown } = plan.plan;
  const { reuse, automatic, batch } = values.parallelism;
  const exact = automatic ? recommendedNumbers(plan.plan.steps, model) : { warmup, cooldown };
  const chosen = automatic ? { automatic } : { ...(Number(batch) > 1 && { batch: Number(batch) }) };
  const parallelism = { devices: [...devices], degree, ...chosen, ...exact, reuse };
  return requests.map((request) => ({ model: model.id, request, parallelism }));
}
