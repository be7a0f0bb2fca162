/** Reading what an earlier run of the window left: whatever of it still makes sense. */
import type { Reuse } from '../../../electron/contract/index';
import { type CommonValues, EMPTY_COMMON, type Field, type ParallelismValues } from './values';

const REUSES: readonly Reuse[] = ['own', 'freshest', 'extrapolate-1', 'extrapolate-2'];

export type Stored = Readonly<Record<string, unknown>>;

export const isStored = (value: unknown): value is Stored => typeof value === 'object' && value !== null;

export const text = (value: unknown, otherwise: string): string =>
  typeof value === 'string' ? value : otherwise;
export const flag = (value: unknown, otherwise: boolean): boolean =>
  typeof value === 'boolean' ? value : otherwise;
export const field = (value: unknown, otherwise: Field): Field =>
  value === '' || (typeof value === 'number' && Number.isFinite(value)) ? value : otherwise;

/** Of the named number fields those that were stored, the others as they are without. */
export function fields<Name extends string>(
  stored: Stored,
  otherwise: Readonly<Record<Name, Field>>,
  names: readonly Name[],
): Record<Name, Field> {
  const read = names.map((name) => [name, field(stored[name], otherwise[name])]);
  return Object.fromEntries(read) as Record<Name, Field>;
}

function parallelism(value: unknown): ParallelismValues {
  const { automatic, degree, batch, warmup, cooldown, reuse } = EMPTY_COMMON.parallelism;
  if (!isStored(value)) return EMPTY_COMMON.parallelism;
  return {
    automatic: flag(value['automatic'], automatic),
    degree: field(value['degree'], degree),
    batch: field(value['batch'], batch),
    warmup: field(value['warmup'], warmup),
    cooldown: field(value['cooldown'], cooldown),
    reuse: REUSES.find((known) => known === value['reuse']) ?? reuse,
  };
}

function devices(value: unknown): readonly string[] | null {
  if (!Array.isArray(value) || !value.every((id) => typeof id === 'string')) return null;
  return value;
}

export function restoreCommon(stored: Stored): CommonValues {
  return {
    model: text(stored['model'], EMPTY_COMMON.model),
    seed: field(stored['seed'], EMPTY_COMMON.seed),
    seedLocked: flag(stored['seedLocked'], EMPTY_COMMON.seedLocked),
    steps: field(stored['steps'], EMPTY_COMMON.steps),
    devices: devices(stored['devices']),
    parallelism: parallelism(stored['parallelism']),
  };
}
