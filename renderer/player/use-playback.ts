import { useReducedMotion } from '@mantine/hooks';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { Playback, type PlaybackState } from './playback';

/** A gap this long means that the window slept; the clip then goes on where it was. */
const LONGEST_TICK_MS = 250;

/** Playback of a clip by the screen's clock; it starts by itself unless the system asks for less motion. */
export function usePlayback(frames: number, fps: number, autoplay = true): Playback {
  const still = useReducedMotion(false, { getInitialValueInEffect: false });
  const playback = useMemo(
    () => new Playback({ frames, fps }, autoplay && !still),
    [frames, fps, autoplay, still],
  );
  const { playing } = usePlaybackState(playback);
  useEffect(() => {
    if (!playing) return;
    let last = performance.now();
    let due = requestAnimationFrame(function tick(now) {
      playback.advance(Math.min(LONGEST_TICK_MS, now - last));
      last = now;
      due = requestAnimationFrame(tick);
    });
    return () => cancelAnimationFrame(due);
  }, [playback, playing]);
  return playback;
}

export const usePlaybackState = (playback: Playback): PlaybackState =>
  useSyncExternalStore(playback.subscribe, playback.state);
