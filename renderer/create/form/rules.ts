/** What must hold before a clip can be made; the app checks it all again. */
import type { Device, JobDraft, Model } from '../../../electron/contract/index';
import { choosePlan, type PlanChoice } from './plan-choice';
import type { Field, FormValues } from './values';

export type FieldName =
  | 'model'
  | 'prompt'
  | 'negativePrompt'
  | 'seed'
  | 'steps'
  | 'guidanceScale'
  | 'frames'
  | 'width'
  | 'height'
  | 'devices'
  | 'parallelism';

export type Problems = Partial<Record<FieldName, string>>;

export type FormCheck =
  | { readonly ok: true; readonly draft: JobDraft; readonly problems: Problems; readonly plan: PlanChoice }
  | {
      readonly ok: false;
      /** What stands beside the button. */
      readonly reason: string;
      readonly problems: Problems;
      readonly plan: PlanChoice | undefined;
    };

export const MAX_PROMPT_CHARACTERS = 1_000_000;
const MAX_SEED = Number.MAX_SAFE_INTEGER;
const MAX_GUIDANCE = 100;
const MAX_PIXELS = 8192;

const isWhole = (value: Field, least: number, most: number): value is number =>
  value !== '' && Number.isInteger(value) && value >= least && value <= most;

export const promptProblem = (prompt: string): string | undefined =>
  prompt.length > MAX_PROMPT_CHARACTERS
    ? 'This text is too long: keep it under a million characters.'
    : undefined;

function sizeProblem(value: Field, unit: number): string | undefined {
  if (value === '') return 'Give a number of pixels.';
  if (isWhole(value, unit, MAX_PIXELS) && value % unit === 0) return undefined;
  const highest = Math.floor(MAX_PIXELS / unit) * unit;
  const nearest = Math.min(highest, Math.max(unit, Math.round(value / unit) * unit));
  return `This model makes multiples of ${unit} pixels, such as ${nearest}.`;
}

function framesProblem(value: Field, counts: readonly number[]): string | undefined {
  if (value !== '' && counts.includes(value)) return undefined;
  const nearest = counts.reduce((best, candidate) =>
    Math.abs(candidate - Number(value)) < Math.abs(best - Number(value)) ? candidate : best,
  );
  return `This model cannot make that many frames: choose ${nearest}, for example.`;
}

function findProblems(values: FormValues, model: Model): Problems {
  const problems: Problems = {};
  const note = (field: FieldName, problem: string | undefined): void => {
    if (problem !== undefined) problems[field] = problem;
  };
  note('prompt', promptProblem(values.prompt));
  note('negativePrompt', promptProblem(values.negativePrompt));
  if (!isWhole(values.seed, 0, MAX_SEED)) note('seed', 'A seed is a whole number from 0 up.');
  if (!isWhole(values.steps, 1, model.limits.maxSteps)) {
    note('steps', `This model takes 1 to ${model.limits.maxSteps} steps.`);
  }
  const { guidanceScale } = values;
  if (guidanceScale === '' || guidanceScale < 0 || guidanceScale > MAX_GUIDANCE) {
    note('guidanceScale', `Guidance is a number from 0 to ${MAX_GUIDANCE}.`);
  }
  note('frames', framesProblem(values.frames, model.limits.frameCounts));
  note('width', sizeProblem(values.width, model.limits.sizeUnit));
  note('height', sizeProblem(values.height, model.limits.sizeUnit));
  return problems;
}

/** Why Generate cannot be pressed, in the order of the form; an empty prompt is no error, only not ready. */
function reasonFor(values: FormValues, problems: Problems): string | undefined {
  const [first] = Object.values(problems);
  if (first !== undefined) return first;
  return values.prompt.trim() === '' ? 'Write a prompt first.' : undefined;
}

export function checkForm(
  values: FormValues,
  model: Model | undefined,
  devices: readonly Device[] | undefined,
): FormCheck {
  if (model === undefined)
    return { ok: false, reason: 'Choose a model first.', problems: {}, plan: undefined };
  const problems = findProblems(values, model);
  if (devices === undefined) {
    return { ok: false, reason: 'Looking for devices.', problems, plan: undefined };
  }
  const plan = choosePlan(values, model, devices);
  if (!plan.ok && problems.steps === undefined) problems.parallelism = plan.problem;
  const reason = reasonFor(values, problems);
  if (reason !== undefined || !plan.ok) {
    return { ok: false, reason: reason ?? 'The plan cannot be made.', problems, plan };
  }
  return { ok: true, draft: draftOf(values, model, plan), problems, plan };
}

function draftOf(values: FormValues, model: Model, choice: PlanChoice & { ok: true }): JobDraft {
  const { degree, warmup, cooldown } = choice.plan;
  return {
    model: model.id,
    request: {
      kind: 'text-to-video',
      prompt: values.prompt,
      negativePrompt: values.negativePrompt,
      seed: Number(values.seed),
      steps: Number(values.steps),
      guidanceScale: Number(values.guidanceScale),
      dynamicGuidance: values.dynamicGuidance,
      frames: Number(values.frames),
      width: Number(values.width),
      height: Number(values.height),
      fps: model.defaults.fps,
    },
    parallelism: {
      devices: [...choice.devices],
      degree,
      warmup,
      cooldown,
      reuse: values.parallelism.reuse,
    },
  };
}
