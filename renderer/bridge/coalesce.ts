/** Runs a function soon, once, at a moment that suits the screen. */
export type Schedule = (run: () => void) => void;

const HIDDEN_PAGE_DELAY_MS = 250;

/** Before the next frame is drawn; a hidden page draws none, so there a slow timer does it. */
export const nextFrame: Schedule = (run) => {
  if (document.hidden) setTimeout(run, HIDDEN_PAGE_DELAY_MS);
  else requestAnimationFrame(run);
};

const CALM_DELAY_MS = 100;

/** Ten times a second: for what is read rather than watched. */
export const calmly: Schedule = (run) => {
  setTimeout(() => nextFrame(run), CALM_DELAY_MS);
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
