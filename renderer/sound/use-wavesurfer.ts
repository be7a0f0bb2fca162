import { useCallback, useEffect, useRef, useState } from 'react';
import WaveSurfer from 'wavesurfer.js';
import RegionsPlugin, { type Region } from 'wavesurfer.js/dist/plugins/regions.esm.js';
import SpectrogramPlugin from 'wavesurfer.js/dist/plugins/spectrogram.esm.js';
import { encodeSound } from './encode-sound';
import type { SoundRegion } from './sound-view';
import { playable } from './sounds';

type Heights = { readonly wave: number; readonly spectrogram: number };

export type SoundToShow = {
  /** In −1…1. */
  readonly samples: Float32Array;
  readonly sampleRate: number;
  /** In pixels; read once. */
  readonly heights: Heights;
  /** The stretch that was chosen before, such as when the sound was last on the page; read once. */
  readonly region: SoundRegion | undefined;
  readonly onPlay: () => void;
  /** A stretch was dragged out, moved, or cleared. */
  readonly onRegion: (region: SoundRegion | undefined) => void;
};

export type SoundPlayback = {
  /** Where the sound is drawn. */
  readonly container: React.RefObject<HTMLDivElement | null>;
  /** Pixels that the drawing takes, scroll bar aside. */
  readonly height: number;
  readonly playing: boolean;
  readonly seconds: number;
  /** It is seen and cannot be heard. */
  readonly silent: boolean;
  readonly toggle: () => void;
  readonly pause: () => void;
  readonly skip: (seconds: number) => void;
  readonly zoom: (pixelsPerSecond: number) => void;
  readonly clearRegion: () => void;
};

const REGION_COLOUR = 'rgba(0, 114, 178, 0.2)';

type Parts = { readonly wave: WaveSurfer; readonly marks: ReturnType<typeof RegionsPlugin.create> };

/** Waveform and spectrogram with a playhead; a dragged stretch plays in a loop until it is cleared. */
export function useWaveSurfer(sound: SoundToShow): SoundPlayback {
  const { samples, sampleRate } = sound;
  const container = useRef<HTMLDivElement>(null);
  const parts = useRef<Parts>(undefined);
  const latest = useRef(sound);
  const [playing, setPlaying] = useState(false);
  const [seconds, setSeconds] = useState(0);
  const [silent, setSilent] = useState(false);
  useEffect(() => {
    latest.current = sound;
  });

  useEffect(() => {
    if (container.current === null) return;
    const made = draw(container.current, sampleRate, latest.current.heights);
    const { wave, marks } = made;
    parts.current = made;
    marks.on('region-created', (region) => {
      for (const other of marks.getRegions()) if (other !== region) other.remove();
      latest.current.onRegion({ start: region.start, end: region.end });
    });
    marks.on('region-updated', ({ start, end }) => latest.current.onRegion({ start, end }));
    marks.on('region-out', (region) => {
      if (wave.isPlaying()) region.play();
    });
    wave.on('play', () => {
      setPlaying(true);
      latest.current.onPlay();
    });
    wave.on('pause', () => {
      // Who plays on to the end of the sound never leaves a stretch that reaches it.
      const again = wave.getMediaElement()?.ended ? marks.getRegions()[0] : undefined;
      setPlaying(again !== undefined);
      again?.play();
    });
    wave.on('timeupdate', setSeconds);

    let url: string | undefined;
    let wanted = true;
    const load = async (): Promise<void> => {
      const heard = playable(samples, sampleRate);
      const wav = await encodeSound({ choice: 'wav-float', ...heard, settings: null });
      if (!wanted) return;
      url = URL.createObjectURL(new Blob([wav as BlobPart], { type: 'audio/wav' }));
      // With its samples given, nothing has to be fetched and decoded.
      await wave.load(url, [samples], samples.length / sampleRate);
      const { region } = latest.current;
      if (wanted && region !== undefined) marks.addRegion({ ...region, color: REGION_COLOUR });
    };
    const fail = (): void => {
      if (wanted) setSilent(true);
    };
    wave.on('error', fail);
    load().catch(fail);
    return () => {
      wanted = false;
      parts.current = undefined;
      wave.destroy();
      if (url !== undefined) URL.revokeObjectURL(url);
    };
  }, [samples, sampleRate]);

  const toggle = useCallback(() => {
    if (parts.current !== undefined) playOrPause(parts.current);
  }, []);
  const pause = useCallback(() => parts.current?.wave.pause(), []);
  const skip = useCallback((by: number) => parts.current?.wave.skip(by), []);
  const zoom = useCallback((pixelsPerSecond: number) => parts.current?.wave.zoom(pixelsPerSecond), []);
  const clearRegion = useCallback(() => {
    parts.current?.marks.clearRegions();
    latest.current.onRegion(undefined);
  }, []);
  const height = sound.heights.wave + sound.heights.spectrogram;
  return { container, height, playing, seconds, silent, toggle, pause, skip, zoom, clearRegion };
}

function draw(container: HTMLElement, sampleRate: number, { wave: height, spectrogram }: Heights): Parts {
  const marks = RegionsPlugin.create();
  const wave = WaveSurfer.create({
    container,
    height,
    waveColor: '#8fa3b8',
    progressColor: '#0072B2',
    cursorColor: '#E69F00',
    sampleRate,
    plugins: [
      marks,
      SpectrogramPlugin.create({
        height: spectrogram,
        labels: true,
        scale: 'mel',
        colorMap: 'roseus',
      }),
    ],
  });
  marks.enableDragSelection({ color: REGION_COLOUR });
  return { wave, marks };
}

/** A chosen stretch is what plays. */
function playOrPause({ wave, marks }: Parts): void {
  const region: Region | undefined = marks.getRegions()[0];
  const at = wave.getCurrentTime();
  const outside = region !== undefined && (at < region.start || at >= region.end);
  if (outside && !wave.isPlaying()) region.play();
  else void wave.playPause();
}
