import type { ResultSummary } from '../../electron/contract/index';
import { count } from '../design/numbers';

/** How the steps were spread: `one device`, `degree 2 on 2 devices`. */
export function wayOf({ degree, devices }: Pick<ResultSummary, 'degree' | 'devices'>): string {
  const on = count(devices.length, 'device');
  return degree === 1 ? on : `degree ${degree} on ${on}`;
}
