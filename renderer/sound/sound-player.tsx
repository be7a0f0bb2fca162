import { ActionIcon, Button, Group, SegmentedControl, Text } from '@mantine/core';
import { IconPlayerPauseFilled, IconPlayerPlayFilled, IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { ShownAudio } from '../../electron/contract/index';
import { useCommand } from '../app/commands';
import { Loaded } from '../design/loaded';
import classes from './sound-player.module.css';
import { chooseVariant, showSound, useSoundView } from './sound-view';
import { type Sounds, useSounds } from './sounds';
import { useWaveSurfer } from './use-wavesurfer';

type Props = { readonly result: string; readonly audio: ShownAudio; readonly label: string };

/** A finished sound, or its variants, the best first: waveform and spectrogram are the player. */
export function SoundPlayer({ result, audio, label }: Props) {
  const sounds = useSounds(audio);
  const variant = useSoundView((view) => (view.result === result ? view.variant : 0));
  useEffect(() => showSound(result), [result]);
  return (
    <section className={classes['player']} aria-label={label}>
      {audio.waveforms > 1 && (
        <SegmentedControl
          size="xs"
          aria-label="Variant"
          value={String(variant)}
          onChange={(value) => chooseVariant(Number(value))}
          data={Array.from({ length: audio.waveforms }, (_, i) => ({
            value: String(i),
            label: variantLabel(audio, i),
          }))}
        />
      )}
      <Loaded of={sounds} what="sound">
        {(loaded) => <Variant key={variant} sounds={loaded} variant={variant} />}
      </Loaded>
    </section>
  );
}

function variantLabel({ scores }: ShownAudio, variant: number): string {
  const score = scores?.[variant];
  return score === undefined ? `${variant + 1}` : `${variant + 1} · fit ${score.toFixed(2)}`;
}

const EMPTY = new Float32Array(1);
const MOST_ZOOM = 3200;

function Variant({ sounds, variant }: { readonly sounds: Sounds; readonly variant: number }) {
  const samples = sounds.waveforms[variant] ?? sounds.waveforms[0] ?? EMPTY;
  const playback = useWaveSurfer(samples, sounds.sampleRate);
  const region = useSoundView((view) => view.region);
  const [zoom, setZoom] = useState(0);
  useCommand('play', playback.toggle);
  const total = samples.length / sounds.sampleRate;
  const zoomTo = (value: number): void => {
    const next = value < 50 ? 0 : Math.min(value, MOST_ZOOM);
    setZoom(next);
    playback.zoom(next);
  };
  return (
    <>
      <div ref={playback.container} className={classes['wave']} />
      <Group gap="xs">
        <ActionIcon
          variant="light"
          size={30}
          aria-label={playback.playing ? 'Pause' : 'Play'}
          onClick={playback.toggle}
        >
          {playback.playing ? <IconPlayerPauseFilled size={16} /> : <IconPlayerPlayFilled size={16} />}
        </ActionIcon>
        <Text size="xs" c="dimmed" className="tabular">
          {playback.seconds.toFixed(2)} / {total.toFixed(2)} s
        </Text>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={30}
          aria-label="Zoom in"
          onClick={() => zoomTo(zoom === 0 ? 200 : zoom * 2)}
        >
          <IconZoomIn size={16} />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={30}
          aria-label="Zoom out"
          disabled={zoom === 0}
          onClick={() => zoomTo(zoom / 2)}
        >
          <IconZoomOut size={16} />
        </ActionIcon>
        {region !== undefined && (
          <Button variant="default" size="compact-xs" onClick={playback.clearRegion}>
            Loops {region.start.toFixed(2)}–{region.end.toFixed(2)} s · clear
          </Button>
        )}
      </Group>
    </>
  );
}
