/** Runs a function soon, once, at a moment that suits the screen. */
export type Schedule = (run: () => void) => void;

const HIDDEN_PAGE_DELAY_MS = 250;
const CALM_DELAY_MS = 100;

/** A hidden page draws no frames, so there a slow timer does it. */
const beforeFrame: Schedule = (run) => {
  if (document.hidden) setTimeout(run, HIDDEN_PAGE_DELAY_MS);
  else requestAnimationFrame(run);
};

let hurried: (() => void)[] = [];
let unhurried: (() => void)[] = [];

/** All that waits, in one go: what changes together is drawn together. */
function flush(): void {
  const runs = [...hurried, ...unhurried];
  hurried = [];
  unhurried = [];
  for (const run of runs) run();
}

/** Before the next frame is drawn. */
export const nextFrame: Schedule = (run) => {
  hurried.push(run);
  if (hurried.length === 1) beforeFrame(flush);
};

/** Ten times a second, or with a frame that is drawn anyway: for what is read rather than watched. */
export const calmly: Schedule = (run) => {
  unhurried.push(run);
  if (unhurried.length === 1) setTimeout(() => unhurried.length > 0 && beforeFrame(flush), CALM_DELAY_MS);
};

/**
 * Makes one `apply` of all the values that arrive before the next frame, so that the window's work follows the
 * screen's rate and not the rate of events.
 */
export function coalesce<T, Held>(
  hold: (held: Held | undefined, next: T) => Held,
  apply: (held: Held) => void,
  schedule: Schedule = nextFrame,
): (next: T) => void {
  let held: { readonly value: Held } | undefined;
  const flush = (): void => {
    const ready = held;
    held = undefined;
    if (ready !== undefined) apply(ready.value);
  };
  return (next) => {
    if (held === undefined) schedule(flush);
    held = { value: hold(held?.value, next) };
  };
}

/** For states: only the newest counts. */
export const newest = <T>(_held: T | undefined, next: T): T => next;

/** For logs: everything counts, in order. */
export const gather = <T>(held: readonly T[] | undefined, next: T): readonly T[] =>
  held === undefined ? [next] : [...held, next];
