/** Numbers as the window says them: with units, in as many digits as help. */

const MINUTE = 60;
const HOUR = 3600;

/** `4 s`, `1 min 20 s`, `2 h 5 min`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < MINUTE) return `${whole} s`;
  if (whole < HOUR) return `${Math.floor(whole / MINUTE)} min ${whole % MINUTE} s`;
  return `${Math.floor(whole / HOUR)} h ${Math.floor((whole % HOUR) / MINUTE)} min`;
}

/** For measured times: `840 ms`, `4.31 s`, then as `duration`. */
export function measured(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 100_000) return `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 2 : 1)} s`;
  return duration(milliseconds / 1000);
}

/** Position in a clip: `0:01.4`. */
export function clock(seconds: number): string {
  const tenths = Math.floor(seconds * 10 + 1e-6);
  const minutes = Math.floor(tenths / 600);
  const rest = (tenths % 600) / 10;
  return `${minutes}:${rest.toFixed(1).padStart(4, '0')}`;
}

const UNITS = ['bytes', 'KB', 'MB', 'GB', 'TB'] as const;

/** Powers of 1000, as file managers show them. */
export function bytes(count: number): string {
  const power = count < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(count) / 3));
  const value = count / 1000 ** power;
  const text = power === 0 || value >= 100 ? Math.round(value).toString() : value.toFixed(1);
  return `${text} ${power === 0 && count === 1 ? 'byte' : UNITS[power]}`;
}

export const times = (factor: number): string => `${factor.toFixed(2)}×`;

export const percent = (share: number): string => `${Math.round(share * 100)} %`;

export const count = (amount: number, one: string, many = `${one}s`): string =>
  `${amount.toLocaleString('en-GB')} ${amount === 1 ? one : many}`;

const DATE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

export const date = (milliseconds: number): string => DATE.format(milliseconds);
