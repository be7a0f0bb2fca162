/** Which stretch of time a timeline shows. */
export type Span = { readonly from: number; readonly to: number };

/** Closer than this nothing more is to be seen, in milliseconds. */
const SHORTEST = 0.5;

export const lengthOf = ({ from, to }: Span): number => to - from;

/** The view moved and, if need be, shortened so that it lies within the whole. */
export function within(view: Span, whole: Span): Span {
  const length = Math.min(lengthOf(view), lengthOf(whole));
  const from = Math.min(Math.max(view.from, whole.from), whole.to - length);
  return { from, to: from + length };
}

/** Zooms in by a factor, or out by one below 1; the moment `at` stays where it is. */
export function zoomed(view: Span, whole: Span, factor: number, at: number): Span {
  const length = Math.min(lengthOf(whole), Math.max(SHORTEST, lengthOf(view) / factor));
  const share = lengthOf(view) > 0 ? (at - view.from) / lengthOf(view) : 0.5;
  const from = at - share * length;
  return within({ from, to: from + length }, whole);
}

/** Moves by a part of what is shown. */
export function panned(view: Span, whole: Span, share: number): Span {
  const by = share * lengthOf(view);
  return within({ from: view.from + by, to: view.to + by }, whole);
}

/** The view moved so that a stretch of time is in it. */
export function showing(view: Span, whole: Span, { from, to }: Span): Span {
  if (from >= view.from && to <= view.to) return view;
  const half = lengthOf(view) / 2;
  const middle = (from + to) / 2;
  return within({ from: middle - half, to: middle + half }, whole);
}

export const showsAll = (view: Span, whole: Span): boolean => view.from <= whole.from && view.to >= whole.to;
