import { useEffect, useRef, useState } from 'react';
import WaveSurfer from 'wavesurfer.js';
import RegionsPlugin from 'wavesurfer.js/dist/plugins/regions.esm.js';
import SpectrogramPlugin from 'wavesurfer.js/dist/plugins/spectrogram.esm.js';
import { encodeSound } from './encode-sound';
import { chooseRegion } from './sound-view';

const WAVE_HEIGHT = 72;
const SPECTROGRAM_HEIGHT = 160;

export type SoundPlayback = {
  readonly container: React.RefObject<HTMLDivElement | null>;
  readonly playing: boolean;
  readonly seconds: number;
  toggle(): void;
  zoom(pixelsPerSecond: number): void;
  clearRegion(): void;
};

/** Waveform and spectrogram with a playhead; a dragged stretch plays in a loop until it is cleared. */
export function useWaveSurfer(samples: Float32Array, sampleRate: number): SoundPlayback {
  const container = useRef<HTMLDivElement>(null);
  const surfer = useRef<WaveSurfer>(undefined);
  const regions = useRef<ReturnType<typeof RegionsPlugin.create>>(undefined);
  const [playing, setPlaying] = useState(false);
  const [seconds, setSeconds] = useState(0);

  useEffect(() => {
    if (container.current === null) return;
    const marks = RegionsPlugin.create();
    const wave = WaveSurfer.create({
      container: container.current,
      height: WAVE_HEIGHT,
      waveColor: '#8fa3b8',
      progressColor: '#0072B2',
      cursorColor: '#E69F00',
      sampleRate,
      plugins: [
        marks,
        SpectrogramPlugin.create({
          height: SPECTROGRAM_HEIGHT,
          labels: true,
          scale: 'mel',
          colorMap: 'roseus',
        }),
      ],
    });
    surfer.current = wave;
    regions.current = marks;
    marks.enableDragSelection({ color: 'rgba(0, 114, 178, 0.2)' });
    marks.on('region-created', (made) => {
      for (const other of marks.getRegions()) if (other !== made) other.remove();
      chooseRegion({ start: made.start, end: made.end });
    });
    marks.on('region-updated', ({ start, end }) => chooseRegion({ start, end }));
    marks.on('region-out', (left) => {
      if (wave.isPlaying()) left.play();
    });
    wave.on('play', () => setPlaying(true));
    wave.on('pause', () => setPlaying(false));
    wave.on('timeupdate', setSeconds);

    let url: string | undefined;
    let wanted = true;
    void encodeSound({ choice: 'wav-float', samples, sampleRate, settings: null }).then((wav) => {
      if (!wanted) return;
      url = URL.createObjectURL(new Blob([wav as BlobPart], { type: 'audio/wav' }));
      // With its samples given, nothing has to be fetched and decoded.
      void wave.load(url, [samples], samples.length / sampleRate).catch(() => undefined);
    });
    return () => {
      wanted = false;
      wave.destroy();
      if (url !== undefined) URL.revokeObjectURL(url);
    };
  }, [samples, sampleRate]);

  return {
    container,
    playing,
    seconds,
    toggle: () => void surfer.current?.playPause(),
    zoom: (pixelsPerSecond) => surfer.current?.zoom(pixelsPerSecond),
    clearRegion: () => {
      regions.current?.clearRegions();
      chooseRegion(undefined);
    },
  };
}
