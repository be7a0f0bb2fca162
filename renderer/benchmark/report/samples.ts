/** Samples as text: their median, and how far they spread. */
import { spreadOf } from '../../../electron/contract/index';

export function median(samples: readonly number[], say: (value: number) => string): string {
  return say(spreadOf(samples).median);
}

/** `1.70× … 1.81×`; nothing where all say the same. */
export function spread(samples: readonly number[], say: (value: number) => string): string {
  const { least, most } = spreadOf(samples);
  return say(least) === say(most) ? '' : `${say(least)} … ${say(most)}`;
}
