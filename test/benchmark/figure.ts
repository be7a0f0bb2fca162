import { median } from '../../workers/api';

/** A bound such as `<= 0.03`; without one a figure is only reported. */
export type Target = { readonly comparison: '<=' | '>=' | '<' | '='; readonly value: number };

export type Figure = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly target?: string;
  readonly met?: boolean;
  /** Smallest and largest sample behind the value. */
  readonly spread?: readonly [number, number];
  readonly samples?: number;
  readonly note?: string;
};

/** Thrown where a figure needs something that this machine lacks, which the message names. */
export class NotMeasured extends Error {
  override readonly name = 'NotMeasured';
}

export type FigureOptions = { readonly target?: Target; readonly note?: string };

/** The median of the samples as a figure. */
export function figure(
  name: string,
  samples: readonly number[],
  unit: string,
  { target, note }: FigureOptions = {},
): Figure {
  const value = median(samples);
  return {
    name,
    value,
    unit,
    ...(target && { target: `${target.comparison} ${target.value}`, met: meets(value, target) }),
    ...(samples.length > 1 && {
      spread: [Math.min(...samples), Math.max(...samples)],
      samples: samples.length,
    }),
    ...(note !== undefined && { note }),
  };
}

function meets(value: number, { comparison, value: bound }: Target): boolean {
  switch (comparison) {
    case '<=':
      return value <= bound;
    case '>=':
      return value >= bound;
    case '<':
      return value < bound;
    case '=':
      return value === bound;
  }
}
