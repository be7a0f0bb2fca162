import { ActionIcon, Group, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { ShownAudio } from '../../../electron/contract/index';
import { useCommand } from '../../app/commands';
import type { Loadable } from '../../bridge/loadable';
import { Hint } from '../../design/hint';
import { Loaded } from '../../design/loaded';
import { Sentence } from '../../design/sentence';
import { type Sounds, useSounds } from '../../sound/sounds';
import type { Side } from '../comparison-store';
import { MeasureChart } from '../measure-chart';
import classes from '../measures.module.css';
import { ValueTable } from '../value-table';
import { distanceCurve } from './distance-curve';
import soundClasses from './sound-comparison.module.css';
import { type PairedSounds, usePairedSounds } from './use-paired-sounds';

type Both = { readonly a: Sounds; readonly b: Sounds };

/** Two sounds under one playhead; one is heard, and the other at a touch. */
export function SoundComparison({ a, b }: { readonly a: ShownAudio; readonly b: ShownAudio }) {
  const [soundA, soundB] = [useSounds(a), useSounds(b)];
  const both = useMemo((): Loadable<Both> => {
    if (soundA.state !== 'ready') return soundA;
    if (soundB.state !== 'ready') return soundB;
    return { state: 'ready', value: { a: soundA.value, b: soundB.value } };
  }, [soundA, soundB]);
  return (
    <Loaded of={both} what="sounds">
      {(sounds) => <Together {...sounds} />}
    </Loaded>
  );
}

const SILENCE = new Float32Array(1);

function Together({ a, b }: Both) {
  // The first variant is the best one.
  const samples = { a: a.waveforms[0] ?? SILENCE, b: b.waveforms[0] ?? SILENCE };
  const [heard, setHeard] = useState<Side>('a');
  const rates = { a: a.sampleRate, b: b.sampleRate };
  const playback = usePairedSounds(samples.a, samples.b, rates, heard);
  const seconds = Math.max(samples.a.length / rates.a, samples.b.length / rates.b);
  const alike = samples.a.length === samples.b.length && rates.a === rates.b;
  useCommand('play', playback.toggle);
  return (
    <Stack gap="lg">
      <div>
        <Group gap="md" mb="xs">
          <ActionIcon
            variant="light"
            size={30}
            aria-label={playback.playing ? 'Pause' : 'Play'}
            onClick={playback.toggle}
          >
            {playback.playing ? <IconPlayerPauseFilled size={16} /> : <IconPlayerPlayFilled size={16} />}
          </ActionIcon>
          <SegmentedControl
            size="xs"
            aria-label="Heard"
            value={heard}
            data={[
              { value: 'a', label: 'Hear A' },
              { value: 'b', label: 'Hear B' },
            ]}
            onChange={(side) => setHeard(side === 'b' ? 'b' : 'a')}
          />
          <Text size="xs" c="dimmed" className="tabular">
            {playback.seconds.toFixed(2)} / {seconds.toFixed(2)} s
          </Text>
        </Group>
        {(['a', 'b'] as const).map((side) => (
          <section key={side} className={soundClasses['sound']} aria-label={`Sound ${side.toUpperCase()}`}>
            <Text fw={600}>{side.toUpperCase()}</Text>
            <div ref={playback.containers[side]} className={soundClasses['wave']} />
          </section>
        ))}
      </div>
      {alike ? (
        <Distance a={samples.a} b={samples.b} sampleRate={rates.a} playback={playback} />
      ) : (
        <Sentence kind="warning">
          The sounds are of unlike length or rate: those of the same length can be measured against each
          other.
        </Sentence>
      )}
    </Stack>
  );
}

const DISTANCE_HINT =
  'Log-spectral distance: how far the levels of all frequencies are apart, moment by moment. 0 dB is the same sound; about 1 dB is hard to hear.';

const decibels = (value: number): string => `${value.toFixed(2)} dB`;

type DistanceProps = {
  readonly a: Float32Array;
  readonly b: Float32Array;
  readonly sampleRate: number;
  readonly playback: PairedSounds;
};

function Distance({ a, b, sampleRate, playback }: DistanceProps) {
  const { mean, points } = useMemo(() => distanceCurve(a, b, sampleRate), [a, b, sampleRate]);
  const current = points.findLastIndex(({ at }) => at <= playback.seconds);
  return (
    <section aria-labelledby="distance">
      <Title order={2} id="distance">
        How near B is to A
      </Title>
      <Group gap={4} mb="xs">
        <Text size="sm" className="tabular">
          Spectral distance {decibels(mean)} on average
        </Text>
        <Hint term="spectral distance">{DISTANCE_HINT}</Hint>
      </Group>
      <div className={classes['measures']}>
        <MeasureChart
          title="Spectral distance"
          along="Seconds"
          points={points}
          from={0}
          to={a.length / sampleRate}
          now={playback.seconds}
          say={decibels}
          onSeek={playback.seek}
        />
        <ValueTable
          label="Spectral distance over time"
          head={['Second', 'Distance']}
          rows={points.map(({ at, value }) => [at.toFixed(2), decibels(value)])}
          current={current}
          onChoose={(row) => playback.seek(points[row]?.at ?? 0)}
        />
      </div>
    </section>
  );
}
