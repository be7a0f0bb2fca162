/** The samples of a sound result, kept while it is on the page. */
import { useEffect, useState } from 'react';
import type { ShownAudio } from '../../electron/contract/index';
import { failed, LOADING, type Loadable, ready } from '../bridge/loadable';

/** One array per variant, samples in −1…1. */
export type Sounds = { readonly waveforms: readonly Float32Array[]; readonly sampleRate: number };

export async function loadSounds({
  samplesUrl,
  waveforms,
  samples,
  sampleRate,
}: ShownAudio): Promise<Sounds> {
  const response = await fetch(samplesUrl).catch(() => undefined);
  if (response?.ok !== true) {
    throw new Error('The file of this sound is gone. It may have been moved or deleted.');
  }
  const all = new Float32Array(await response.arrayBuffer());
  if (all.length !== waveforms * samples) {
    throw new Error('The file of this sound is incomplete. Make it again.');
  }
  return {
    sampleRate,
    waveforms: Array.from({ length: waveforms }, (_, i) => all.subarray(i * samples, (i + 1) * samples)),
  };
}

/** Chromium plays nothing below 3 kHz. */
const LEAST_PLAYED_HZ = 8000;

/** A sound at a rate that can be played: the samples of one below are repeated. */
export function playable(
  samples: Float32Array,
  sampleRate: number,
): { readonly samples: Float32Array; readonly sampleRate: number } {
  const times = Math.ceil(LEAST_PLAYED_HZ / sampleRate);
  if (times <= 1) return { samples, sampleRate };
  const repeated = new Float32Array(samples.length * times);
  for (const [i, value] of samples.entries()) repeated.fill(value, i * times, (i + 1) * times);
  return { samples: repeated, sampleRate: sampleRate * times };
}

export function useSounds(audio: ShownAudio): Loadable<Sounds> {
  const [loaded, setLoaded] = useState<{ url: string; sounds: Loadable<Sounds> }>({
    url: '',
    sounds: LOADING,
  });
  useEffect(() => {
    let wanted = true;
    const keep = (sounds: Loadable<Sounds>): void => {
      if (wanted) setLoaded({ url: audio.samplesUrl, sounds });
    };
    loadSounds(audio).then(
      (sounds) => keep(ready(sounds)),
      (error: unknown) => keep(failed(error)),
    );
    return () => {
      wanted = false;
    };
  }, [audio]);
  return loaded.url === audio.samplesUrl ? loaded.sounds : LOADING;
}
