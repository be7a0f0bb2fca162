import { Button, Modal, SimpleGrid, Text, Title } from '@mantine/core';
import { useState } from 'react';
import {
  type PlanReport,
  planName,
  type ShownBenchmark,
  type ShownMedia,
  type ShownVideo,
} from '../../../electron/contract/index';
import { SoundComparison } from '../../compare/sound/sound-comparison';
import { VideoComparison } from '../../compare/video/video-comparison';
import { ClipCanvas } from '../../player/clip-canvas';
import { useClip } from '../../player/frames';
import type { Playback } from '../../player/playback';
import { usePlayback } from '../../player/use-playback';
import classes from './outputs.module.css';

type Props = { readonly report: PlanReport; readonly outputs: ShownBenchmark['outputs'] };

type Output = { readonly name: string; readonly media: ShownMedia };

/** What the plans made with the first seed, beside each other; each can be compared with the sequential one. */
export function Outputs({ report, outputs }: Props) {
  const [compared, setCompared] = useState<Output>();
  const made = report.plans.flatMap((plan, i): Output[] => {
    const media = outputs[i];
    return media == null ? [] : [{ name: planName(plan), media }];
  });
  const [reference] = made;
  if (reference === undefined) return null;
  return (
    <section aria-labelledby="outputs">
      <Title order={2} id="outputs">
        What was made
      </Title>
      <Text size="xs" c="dimmed" mb="xs">
        With seed {report.seeds[0]}.
      </Text>
      {reference.media.kind === 'video' ? (
        <Clips made={made} first={reference.media} onCompare={setCompared} />
      ) : (
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {made.slice(1).map((output) => (
            <CompareButton key={output.name} output={output} onCompare={setCompared} />
          ))}
        </SimpleGrid>
      )}
      <Modal
        opened={compared !== undefined}
        onClose={() => setCompared(undefined)}
        size="xl"
        title={`A: ${reference.name}. B: ${compared?.name ?? ''}.`}
      >
        {compared !== undefined && <Comparison a={reference.media} b={compared.media} />}
      </Modal>
    </section>
  );
}

type ClipsProps = {
  readonly made: readonly Output[];
  readonly first: ShownVideo;
  readonly onCompare: (output: Output) => void;
};

/** All clips on one clock. */
function Clips({ made, first, onCompare }: ClipsProps) {
  const playback = usePlayback(first.frames, first.fps);
  return (
    <>
      <SimpleGrid cols={{ base: 2, md: 3, lg: 4 }}>
        {made.map((output, i) => (
          <figure key={output.name} className={classes['output']}>
            {output.media.kind === 'video' && (
              <OneClip video={output.media} playback={playback} label={output.name} />
            )}
            <Text component="figcaption" size="xs" mt={4}>
              {output.name}
            </Text>
            {i > 0 && <CompareButton output={output} onCompare={onCompare} />}
          </figure>
        ))}
      </SimpleGrid>
      <Button size="compact-xs" variant="subtle" ml={-8} mt="xs" onClick={playback.toggle}>
        Play or pause all
      </Button>
    </>
  );
}

type OneClipProps = { readonly video: ShownVideo; readonly playback: Playback; readonly label: string };

function OneClip({ video, playback, label }: OneClipProps) {
  const clip = useClip(video);
  return (
    <div className={classes['picture']} style={{ aspectRatio: `${video.width} / ${video.height}` }}>
      {clip.state === 'ready' && <ClipCanvas clip={clip.value} playback={playback} label={label} />}
      {clip.state === 'failed' && (
        <Text size="xs" p="xs">
          {clip.problem}
        </Text>
      )}
    </div>
  );
}

type CompareProps = { readonly output: Output; readonly onCompare: (output: Output) => void };

const CompareButton = ({ output, onCompare }: CompareProps) => (
  <Button
    size="compact-xs"
    variant="default"
    mt={4}
    aria-label={`Compare ${output.name} with sequential`}
    onClick={() => onCompare(output)}
  >
    {output.media.kind === 'audio' ? `Compare ${output.name} with sequential` : 'Compare with sequential'}
  </Button>
);

function Comparison({ a, b }: { readonly a: ShownMedia; readonly b: ShownMedia }) {
  if (a.kind === 'video' && b.kind === 'video') return <VideoComparison a={a} b={b} />;
  if (a.kind === 'audio' && b.kind === 'audio') return <SoundComparison a={a} b={b} />;
  return null;
}
