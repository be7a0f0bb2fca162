/** What can be wrong with a field, as a sentence that names what would be right. */
import type { Field } from './values';

export type FieldName =
  | 'model'
  | 'prompt'
  | 'negativePrompt'
  | 'seed'
  | 'steps'
  | 'guidanceScale'
  | 'minGuidanceScale'
  | 'maxGuidanceScale'
  | 'motionBucketId'
  | 'noiseAugStrength'
  | 'fps'
  | 'decodeChunk'
  | 'frames'
  | 'seconds'
  | 'waveforms'
  | 'width'
  | 'height'
  | 'devices'
  | 'parallelism';

export type Problems = Partial<Record<FieldName, string>>;

/** The problems of those fields that have one. */
export function problemsOf(found: Readonly<Partial<Record<FieldName, string | undefined>>>): Problems {
  return Object.fromEntries(Object.entries(found).filter(([, problem]) => problem !== undefined));
}

export const MAX_PROMPT_CHARACTERS = 1_000_000;
export const MAX_GUIDANCE = 100;
const MAX_PIXELS = 8192;

export const isWhole = (value: Field, least: number, most: number): value is number =>
  value !== '' && Number.isInteger(value) && value >= least && value <= most;

export const promptProblem = (prompt: string): string | undefined =>
  prompt.length > MAX_PROMPT_CHARACTERS
    ? 'This text is too long: keep it under a million characters.'
    : undefined;

export function numberProblem(
  value: Field,
  name: string,
  least: number,
  most: number,
  whole = false,
): string | undefined {
  const isRight = whole ? isWhole(value, least, most) : value !== '' && value >= least && value <= most;
  return isRight ? undefined : `${name} is a ${whole ? 'whole ' : ''}number from ${least} to ${most}.`;
}

export function sizeProblem(value: Field, unit: number): string | undefined {
  if (value === '') return 'Give a number of pixels.';
  if (isWhole(value, unit, MAX_PIXELS) && value % unit === 0) return undefined;
  const highest = Math.floor(MAX_PIXELS / unit) * unit;
  const nearest = Math.min(highest, Math.max(unit, Math.round(value / unit) * unit));
  return `This model makes multiples of ${unit} pixels, such as ${nearest}.`;
}

/** For models that make only some frame counts. */
export function frameCountProblem(value: Field, counts: readonly number[]): string | undefined {
  if (value !== '' && counts.includes(value)) return undefined;
  const nearest = counts.reduce((best, candidate) =>
    Math.abs(candidate - Number(value)) < Math.abs(best - Number(value)) ? candidate : best,
  );
  return `This model cannot make that many frames: choose ${nearest}, for example.`;
}
