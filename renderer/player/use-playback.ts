import { useReducedMotion } from '@mantine/hooks';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { Playback, type PlaybackState } from './playback';

/** A gap this long means that the window slept; the clip then goes on where it was. */
const LONGEST_TICK_MS = 250;

/** Timers are late by about as much; what is left is waited for with the screen. */
const LEAD_MS = 8;

/**
 * Playback of a clip by the screen's clock, which is asked for only when another frame is due: a window that draws
 * sixty times a second for a clip of eight takes the time from the devices. It starts by itself unless the system asks
 * for less motion.
 */
export function usePlayback(frames: number, fps: number, autoplay = true): Playback {
  const still = useReducedMotion(false, { getInitialValueInEffect: false });
  const playback = useMemo(
    () => new Playback({ frames, fps }, autoplay && !still),
    [frames, fps, autoplay, still],
  );
  const playing = usePlaybackState(playback, 'playing');
  useEffect(() => {
    if (!playing) return;
    let last = performance.now();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let due: number | undefined;
    const awaitFrame = (): void => {
      const wait = Math.min(LONGEST_TICK_MS / 2, playback.untilNextFrame) - LEAD_MS;
      timer = setTimeout(() => {
        due = requestAnimationFrame(tick);
      }, wait);
    };
    const tick = (now: number): void => {
      playback.advance(Math.min(LONGEST_TICK_MS, Math.max(0, now - last)));
      last = now;
      awaitFrame();
    };
    awaitFrame();
    return () => {
      clearTimeout(timer);
      if (due !== undefined) cancelAnimationFrame(due);
    };
  }, [playback, playing]);
  return playback;
}

/** One thing of how a clip plays; who shows no frames need not be drawn anew with each. */
export const usePlaybackState = <Name extends keyof PlaybackState>(
  playback: Playback,
  name: Name,
): PlaybackState[Name] => useSyncExternalStore(playback.subscribe, () => playback.state()[name]);
