import { useEffect, useRef, useState } from 'react';
import WaveSurfer from 'wavesurfer.js';
import SpectrogramPlugin from 'wavesurfer.js/dist/plugins/spectrogram.esm.js';
import { encodeSound } from '../../sound/encode-sound';
import { playable } from '../../sound/sounds';
import type { Side } from '../comparison-store';

const SPECTROGRAM_HEIGHT = 140;
const WAVE_HEIGHT = 40;
/** The silent one follows when it is this far off; media elements never start at quite the same moment. */
const TOLERANCE_SECONDS = 0.05;

export type PairedSounds = {
  readonly containers: Readonly<Record<Side, React.RefObject<HTMLDivElement | null>>>;
  readonly playing: boolean;
  readonly seconds: number;
  toggle(): void;
  seek(seconds: number): void;
};

type Waves = Readonly<Record<Side, WaveSurfer>>;

const other = (side: Side): Side => (side === 'a' ? 'b' : 'a');

/** Two sounds with one playhead, of which one is heard. */
export function usePairedSounds(
  a: Float32Array,
  b: Float32Array,
  sampleRates: Readonly<Record<Side, number>>,
  heard: Side,
): PairedSounds {
  const containerA = useRef<HTMLDivElement>(null);
  const containerB = useRef<HTMLDivElement>(null);
  const waves = useRef<Waves>(undefined);
  const leader = useRef(heard);
  const [playing, setPlaying] = useState(false);
  const [seconds, setSeconds] = useState(0);
  const { a: rateA, b: rateB } = sampleRates;

  useEffect(() => {
    if (containerA.current === null || containerB.current === null) return;
    const [waveA, endA] = openWave(containerA.current, a, rateA);
    const [waveB, endB] = openWave(containerB.current, b, rateB);
    const pair: Waves = { a: waveA, b: waveB };
    waves.current = pair;
    for (const side of ['a', 'b'] as const) {
      pair[side].setMuted(side !== leader.current);
      pair[side].on('interaction', (at) => pair[other(side)].setTime(at));
      pair[side].on('timeupdate', (at) => {
        if (side !== leader.current) return;
        setSeconds(at);
        const follower = pair[other(side)];
        if (follower.isPlaying() && Math.abs(follower.getCurrentTime() - at) > TOLERANCE_SECONDS) {
          follower.setTime(at);
        }
      });
      for (const event of ['play', 'pause', 'finish'] as const) {
        pair[side].on(event, () => setPlaying(pair.a.isPlaying() || pair.b.isPlaying()));
      }
    }
    return () => {
      waves.current = undefined;
      endA();
      endB();
    };
  }, [a, b, rateA, rateB]);

  useEffect(() => {
    leader.current = heard;
    waves.current?.a.setMuted(heard !== 'a');
    waves.current?.b.setMuted(heard !== 'b');
  }, [heard]);

  return {
    containers: { a: containerA, b: containerB },
    playing,
    seconds,
    toggle: () => {
      const pair = waves.current;
      if (pair === undefined) return;
      if (pair.a.isPlaying() || pair.b.isPlaying()) {
        pair.a.pause();
        pair.b.pause();
        return;
      }
      pair[other(leader.current)].setTime(pair[leader.current].getCurrentTime());
      void Promise.all([pair.a.play(), pair.b.play()]).catch(() => undefined);
    },
    seek: (at) => {
      waves.current?.a.setTime(at);
      waves.current?.b.setTime(at);
    },
  };
}

function openWave(
  container: HTMLElement,
  samples: Float32Array,
  sampleRate: number,
): [WaveSurfer, () => void] {
  const wave = WaveSurfer.create({
    container,
    height: WAVE_HEIGHT,
    waveColor: '#8fa3b8',
    progressColor: '#0072B2',
    cursorColor: '#E69F00',
    sampleRate,
    plugins: [
      SpectrogramPlugin.create({
        height: SPECTROGRAM_HEIGHT,
        labels: true,
        scale: 'mel',
        colorMap: 'roseus',
      }),
    ],
  });
  let url: string | undefined;
  let wanted = true;
  const heard = playable(samples, sampleRate);
  void encodeSound({ choice: 'wav-float', ...heard, settings: null }).then((wav) => {
    if (!wanted) return;
    url = URL.createObjectURL(new Blob([wav as BlobPart], { type: 'audio/wav' }));
    // With its samples given, nothing has to be fetched and decoded.
    void wave.load(url, [samples], samples.length / sampleRate).catch(() => undefined);
  });
  const end = (): void => {
    wanted = false;
    wave.destroy();
    if (url !== undefined) URL.revokeObjectURL(url);
  };
  return [wave, end];
}
