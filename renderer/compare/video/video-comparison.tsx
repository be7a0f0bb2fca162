import { Group, SegmentedControl, Stack } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { ShownVideo } from '../../../electron/contract/index';
import { useCommand } from '../../app/commands';
import type { Loadable } from '../../bridge/loadable';
import { Loaded } from '../../design/loaded';
import { Sentence } from '../../design/sentence';
import type { Clip } from '../../player/clip';
import { useClip } from '../../player/frames';
import type { Playback } from '../../player/playback';
import { PlayerBar } from '../../player/player-bar';
import { usePlayback, usePlaybackState } from '../../player/use-playback';
import { usePlayerView } from '../../player/view-store';
import { FrameQuality } from './frame-quality';
import { frameAt, sharedClock } from './shared-clock';
import classes from './video-comparison.module.css';
import { Difference, SideBySide, Wipe } from './views';

type Both = { readonly a: Clip; readonly b: Clip };

/** Two clips that are played, stopped and stepped as one. */
export function VideoComparison({ a, b }: { readonly a: ShownVideo; readonly b: ShownVideo }) {
  const [clipA, clipB] = [useClip(a), useClip(b)];
  const both = useMemo((): Loadable<Both> => {
    if (clipA.state !== 'ready') return clipA;
    if (clipB.state !== 'ready') return clipB;
    return { state: 'ready', value: { a: clipA.value, b: clipB.value } };
  }, [clipA, clipB]);
  return (
    <Loaded of={both} what="clips">
      {(clips) => <Together {...clips} />}
    </Loaded>
  );
}

function Together({ a, b }: Both) {
  const clock = useMemo(() => sharedClock(a, b), [a, b]);
  const playback = usePlayback(clock.frames, clock.fps);
  const sameSize = a.width === b.width && a.height === b.height;
  useCommand('play', playback.toggle);
  useCommand('previous-frame', () => playback.step(-1));
  useCommand('next-frame', () => playback.step(1));
  return (
    <Stack gap="lg">
      <Views a={a} b={b} playback={playback} sameSize={sameSize} />
      {sameSize ? (
        <FrameQuality a={a} b={b} playback={playback} />
      ) : (
        <Sentence kind="warning">
          {`A has ${a.width} × ${a.height} pixels and B has ${b.width} × ${b.height}: clips of one size can be laid over each other and measured.`}
        </Sentence>
      )}
    </Stack>
  );
}

const VIEWS = [
  { value: 'sides', label: 'Side by side' },
  { value: 'wipe', label: 'Wipe' },
  { value: 'difference', label: 'Difference' },
] as const;
type View = (typeof VIEWS)[number]['value'];

const GAINS = [1, 4, 16] as const;

type ViewsProps = Both & { readonly playback: Playback; readonly sameSize: boolean };

function Views({ a, b, playback, sameSize }: ViewsProps) {
  const [chosen, setChosen] = useState<View>('sides');
  const [gain, setGain] = useState<number>(4);
  const frame = usePlaybackState(playback, 'frame');
  const { crisp } = usePlayerView();
  const view = sameSize ? chosen : 'sides';
  const moment = { a, b, crisp, frameA: frameAt(a, playback, frame), frameB: frameAt(b, playback, frame) };
  return (
    <div>
      <Group gap="md" mb="xs" mih={30}>
        <SegmentedControl
          size="xs"
          aria-label="View"
          value={view}
          data={VIEWS.map(({ value, label }) => ({
            value,
            label,
            disabled: !sameSize && value !== 'sides',
          }))}
          onChange={(value) => setChosen(VIEWS.find((known) => known.value === value)?.value ?? 'sides')}
        />
        {view === 'difference' && (
          <SegmentedControl
            size="xs"
            aria-label="Brightness of the difference"
            value={String(gain)}
            data={GAINS.map((value) => ({ value: String(value), label: `${value}×` }))}
            onChange={(value) => setGain(Number(value))}
          />
        )}
      </Group>
      <div className={classes['frame']}>
        <div className={classes['stage']}>
          {view === 'sides' && <SideBySide {...moment} />}
          {view === 'wipe' && <Wipe {...moment} />}
          {view === 'difference' && <Difference {...moment} gain={gain} />}
        </div>
        <div className={classes['bar']}>
          <PlayerBar playback={playback} />
        </div>
      </div>
    </div>
  );
}
