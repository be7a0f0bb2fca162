import { ActionIcon, Button, Radio, Text } from '@mantine/core';
import { IconPlayerPauseFilled, IconPlayerPlayFilled, IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useCommand } from '../app/commands';
import classes from './sound-player.module.css';
import { chooseRegion, chooseVariant, type SoundRegion, useSoundView } from './sound-view';
import { type SoundPlayback, useWaveSurfer } from './use-wavesurfer';

/** Pixels that a second takes: fitted to the width below the least. */
const LEAST_ZOOM = 50;
const FIRST_ZOOM = 200;
const MOST_ZOOM = 3200;
/** What an arrow key skips. */
const SKIP_SECONDS = 0.5;

const TALL = { wave: 96, spectrogram: 192 } as const;
const LOW = { wave: 56, spectrogram: 96 } as const;

type Props = {
  readonly variant: number;
  /** In −1…1. */
  readonly samples: Float32Array;
  readonly sampleRate: number;
  /** What tells it from others; nothing where it is the only one. */
  readonly label: string | undefined;
  readonly chosen: boolean;
};

/** One sound to look at and to listen to. Of several one is chosen: it plays alone, and it is saved. */
export function VariantPanel({ variant, samples, sampleRate, label, chosen }: Props) {
  const region = useSoundView(({ regions }) => regions.get(variant));
  const playback = useWaveSurfer({
    samples,
    sampleRate,
    heights: label === undefined ? TALL : LOW,
    region,
    onPlay: () => chooseVariant(variant),
    onRegion: (chosenPart) => chooseRegion(variant, chosenPart),
  });
  const { pause, toggle, skip } = playback;
  useEffect(() => {
    if (!chosen) pause();
  }, [chosen, pause]);
  useCommand('play', chosen ? toggle : undefined);
  useCommand('previous-frame', chosen ? () => skip(-SKIP_SECONDS) : undefined);
  useCommand('next-frame', chosen ? () => skip(SKIP_SECONDS) : undefined);
  const name = label === undefined ? '' : ` variant ${variant + 1}`;
  return (
    <div className={classes['variant']} data-chosen={chosen || undefined}>
      {label !== undefined && (
        <Radio
          size="xs"
          name="variant"
          label={label}
          value={String(variant)}
          checked={chosen}
          onChange={() => chooseVariant(variant)}
        />
      )}
      <div
        ref={playback.container}
        style={{ minHeight: playback.height }}
        onPointerDown={() => chooseVariant(variant)}
      />
      <div className={classes['controls']}>
        <ActionIcon
          variant="light"
          size={30}
          aria-label={`${playback.playing ? 'Pause' : 'Play'}${name}`}
          disabled={playback.silent}
          onClick={toggle}
        >
          {playback.playing ? <IconPlayerPauseFilled size={16} /> : <IconPlayerPlayFilled size={16} />}
        </ActionIcon>
        <Text size="xs" c="dimmed" className="tabular">
          {playback.seconds.toFixed(2)} / {(samples.length / sampleRate).toFixed(2)} s
          {playback.silent && ' · cannot be played here; save it to hear it'}
        </Text>
        <Zoom playback={playback} of={name} />
        {region !== undefined && <ClearRegion region={region} playback={playback} />}
      </div>
    </div>
  );
}

function Zoom({ playback, of }: { readonly playback: SoundPlayback; readonly of: string }) {
  const [zoom, setZoom] = useState(0);
  const zoomTo = (wanted: number): void => {
    const next = wanted < LEAST_ZOOM ? 0 : Math.min(wanted, MOST_ZOOM);
    setZoom(next);
    playback.zoom(next);
  };
  const common = { variant: 'subtle', color: 'gray', size: 30 } as const;
  return (
    <>
      <ActionIcon
        {...common}
        aria-label={`Zoom in${of}`}
        disabled={zoom === MOST_ZOOM}
        onClick={() => zoomTo(zoom === 0 ? FIRST_ZOOM : zoom * 2)}
      >
        <IconZoomIn size={16} />
      </ActionIcon>
      <ActionIcon
        {...common}
        aria-label={`Zoom out${of}`}
        disabled={zoom === 0}
        onClick={() => zoomTo(zoom / 2)}
      >
        <IconZoomOut size={16} />
      </ActionIcon>
    </>
  );
}

type ClearProps = { readonly region: SoundRegion; readonly playback: SoundPlayback };

function ClearRegion({ region, playback }: ClearProps) {
  return (
    <Button variant="default" size="compact-xs" className="tabular" onClick={playback.clearRegion}>
      Loops {region.start.toFixed(2)}–{region.end.toFixed(2)} s · clear
    </Button>
  );
}
