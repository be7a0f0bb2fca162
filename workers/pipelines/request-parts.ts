import { z } from 'zod';
import { StudioError } from '../protocol/errors';

/** Far more than any model reads, so that a long paste is cut by the tokenizer and not refused. */
const MAX_PROMPT_CHARACTERS = 1_000_000;

export const promptSchema = z.string().max(MAX_PROMPT_CHARACTERS);

/** Refuses a size that is no multiple of `unit` pixels, and names the nearest that is. */
export function checkSize(width: number, height: number, unit: number): void {
  if (width % unit === 0 && height % unit === 0) return;
  const nearest = (value: number): number => Math.max(unit, Math.round(value / unit) * unit);
  throw new StudioError(
    'bad-request',
    `This model makes sizes in multiples of ${unit} pixels: use ${nearest(width)}x${nearest(height)} instead of ${width}x${height}.`,
  );
}
