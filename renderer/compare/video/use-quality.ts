import { useEffect, useState } from 'react';
import { calmly, coalesce, gather } from '../../bridge/coalesce';
import type { Clip } from '../../player/clip';
import type { PairQuality, QualityTask } from './quality-messages';
import { frameAt, sharedClock } from './shared-clock';

const NONE: readonly PairQuality[] = [];

/** How near two clips of one size are, tick by tick of their clock; it grows while it is computed. */
export function useQuality(a: Clip, b: Clip): readonly PairQuality[] {
  const [known, setKnown] = useState(NONE);
  useEffect(() => {
    setKnown(NONE);
    const clock = sharedClock(a, b);
    const pairs = Array.from(
      { length: clock.frames },
      (_, tick) => [frameAt(a, clock, tick), frameAt(b, clock, tick)] as const,
    );
    const worker = new Worker(new URL('./quality.worker.ts', import.meta.url), { type: 'module' });
    let wanted = true;
    const take = coalesce(
      gather<PairQuality>,
      (more) => wanted && setKnown((before) => [...before, ...more]),
      calmly,
    );
    worker.onmessage = ({ data }: MessageEvent<PairQuality>) => take(data);
    worker.postMessage({ a, b, pairs } satisfies QualityTask);
    return () => {
      wanted = false;
      worker.terminate();
    };
  }, [a, b]);
  return known;
}
