import { useCallbackRef } from '@mantine/hooks';
import { useCallback, useMemo, useState } from 'react';
import type { Interval } from '../../../electron/contract/index';
import { intervalAt } from './paint-timeline';
import { panned, type Span, showing, showsAll, within, zoomed } from './view';

const NOTHING: Span = { from: 0, to: 1 };

function wholeOf(lanes: readonly (readonly Interval[])[]): Span {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const intervals of lanes) {
    from = Math.min(from, intervals[0]?.from ?? from);
    to = Math.max(to, intervals.at(-1)?.to ?? to);
  }
  return to > from ? { from, to } : NOTHING;
}

export type Timeline = ReturnType<typeof useTimeline>;

/** What a timeline shows and what is marked in it. While all is shown, it grows with the job. */
export function useTimeline(lanes: readonly (readonly Interval[])[]) {
  const whole = useMemo(() => wholeOf(lanes), [lanes]);
  const [chosen, setChosen] = useState<Span>();
  const [marked, setMarked] = useState<Interval>();
  const view = chosen === undefined ? whole : within(chosen, whole);

  const choose = (next: Span): void => setChosen(showsAll(next, whole) ? undefined : next);
  const pan = (share: number): void => choose(panned(view, whole, share));
  // The same functions always, so that a job that goes on draws no button anew.
  const zoom = useCallbackRef((factor: number, at: number = (view.from + view.to) / 2): void =>
    choose(zoomed(view, whole, factor, at)),
  );
  const showAll = useCallback((): void => setChosen(undefined), []);

  /** Marks the next work of the lane in one direction, or the first in sight. */
  const markNext = (lane: number, direction: 1 | -1): void => {
    const work = (lanes[lane] ?? []).filter(({ activity }) => activity === 'compute');
    const at =
      marked === undefined || marked.lane !== lane ? -1 : work.findIndex(({ from }) => from === marked.from);
    const next =
      at >= 0
        ? work[at + direction]
        : (work.find(({ to }) => to > (marked?.from ?? view.from)) ?? work.at(-1));
    if (next === undefined) return;
    setMarked(next);
    choose(showing(view, whole, next));
  };
  const markAt = (lane: number, time: number): void => setMarked(intervalAt(lanes[lane] ?? [], time));

  return { whole, view, marked, zoom, pan, showAll, markNext, markAt, unmark: () => setMarked(undefined) };
}
