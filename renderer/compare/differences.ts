/** Two results in numbers: what made them, what they took, and where they differ. */
import { type ResultDetail, summariseDrift } from '../../electron/contract/index';
import { bytes, measured, times } from '../design/numbers';
import { resultFacts } from '../library/result-facts';

export type ComparedRow = {
  readonly name: string;
  readonly a: string;
  readonly b: string;
  readonly differs: boolean;
};

const ABSENT = '–';
/** They tell results apart and say nothing about them. */
const IDENTITY = new Set(['Made', 'Folder']);

const sentBytes = ({ evaluations }: ResultDetail): number =>
  evaluations.reduce(
    (sum, { bytesDown, bytesUp, headerBytes }) => sum + bytesDown + bytesUp + headerBytes,
    0,
  );

function facts(result: ResultDetail): Map<string, string> {
  const { timings, title, devices } = result;
  const drift = summariseDrift(result.evaluations);
  return new Map([
    ['Asked for', title],
    ...resultFacts(result).filter(([name]) => !IDENTITY.has(name)),
    ['Devices', devices.join(', ')],
    ['Denoising', measured(timings.stages.denoise ?? 0)],
    ['Whole job', measured(timings.total)],
    ['Sent', bytes(sentBytes(result))],
    ['Drift', drift === undefined ? 'nothing reused' : `${drift.mean.toFixed(3)} on average`],
  ]);
}

/** What differs first, each part in the order of the results' own facts. */
export function comparedRows(a: ResultDetail, b: ResultDetail): ComparedRow[] {
  const [ofA, ofB] = [facts(a), facts(b)];
  const rows = [...new Set([...ofA.keys(), ...ofB.keys()])].map((name): ComparedRow => {
    const [left, right] = [ofA.get(name) ?? ABSENT, ofB.get(name) ?? ABSENT];
    return { name, a: left, b: right, differs: left !== right };
  });
  return [...rows.filter(({ differs }) => differs), ...rows.filter(({ differs }) => !differs)];
}

/** Which of the two was denoised faster, in a sentence. */
export function speedSentence(a: ResultDetail, b: ResultDetail): string {
  const [timeA, timeB] = [a.timings.stages.denoise ?? 0, b.timings.stages.denoise ?? 0];
  if (timeA <= 0 || timeB <= 0) return 'How long denoising took is not known of both.';
  const [fast, factor] = timeA >= timeB ? ['B', timeA / timeB] : ['A', timeB / timeA];
  return factor < 1.005
    ? 'Both were denoised in the same time.'
    : `${fast} was denoised ${times(factor)} as fast as ${fast === 'B' ? 'A' : 'B'}.`;
}
