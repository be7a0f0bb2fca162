import { Group, Progress, Text, Title } from '@mantine/core';
import { useMemo } from 'react';
import { Hint } from '../../design/hint';
import type { Clip } from '../../player/clip';
import type { Playback } from '../../player/playback';
import { usePlaybackState } from '../../player/use-playback';
import { MeasureChart } from '../measure-chart';
import classes from '../measures.module.css';
import { ValueTable } from '../value-table';
import { meanQuality } from './mean-quality';
import type { PairQuality } from './quality-messages';
import { useQuality } from './use-quality';

const PSNR_HINT =
  'Peak signal-to-noise ratio: how small the error is beside the brightest value. From about 40 dB on nobody sees a difference; equal frames count as 100 dB.';
const SSIM_HINT =
  'Structural similarity: how alike edges and textures are. 1 is the same picture, and below about 0.9 a difference is seen.';

const decibels = (value: number): string => `${value.toFixed(1)} dB`;

type Props = { readonly a: Clip; readonly b: Clip; readonly playback: Playback };

/** How near B is to A, frame by frame, as a curve and in numbers. */
export function FrameQuality({ a, b, playback }: Props) {
  const quality = useQuality(a, b);
  const frame = usePlaybackState(playback, 'frame');
  const points = useMemo(() => quality.map(({ psnr }, i) => ({ at: i + 1, value: psnr })), [quality]);
  const done = quality.length === playback.frames;
  return (
    <section aria-labelledby="frame-quality">
      <Title order={2} id="frame-quality">
        How near B is to A
      </Title>
      <Summary quality={quality} frames={playback.frames} />
      <div className={classes['measures']}>
        <MeasureChart
          title="PSNR"
          along="Frame"
          whole
          points={points}
          from={1}
          to={Math.max(2, playback.frames)}
          now={frame + 1}
          say={decibels}
          onSeek={(at) => playback.seek(at - 1)}
        />
        <ValueTable
          label="PSNR and SSIM of each frame"
          head={['Frame', 'PSNR', 'SSIM']}
          rows={quality.map(({ psnr, ssim }, i) => [String(i + 1), decibels(psnr), ssim.toFixed(4)])}
          current={frame}
          onChoose={playback.seek}
        />
      </div>
      {!done && (
        <Progress
          size="xs"
          mt="xs"
          aria-label="Frames compared"
          value={(quality.length / playback.frames) * 100}
        />
      )}
    </section>
  );
}

function Summary({ quality, frames }: { readonly quality: readonly PairQuality[]; readonly frames: number }) {
  const mean = meanQuality(quality);
  if (mean === undefined) {
    return (
      <Text size="sm" c="dimmed" mb="xs">
        Comparing the frames.
      </Text>
    );
  }
  const { psnr, ssim, least } = mean;
  return (
    <Group gap={4} mb="xs" className="tabular">
      <Text size="sm">
        PSNR {decibels(psnr)} over {quality.length === frames ? 'all' : `${quality.length} of ${frames}`}{' '}
        frames, least {decibels(least.psnr)} in frame {least.frame + 1}
      </Text>
      <Hint term="PSNR">{PSNR_HINT}</Hint>
      <Text size="sm">· SSIM {ssim.toFixed(3)}</Text>
      <Hint term="SSIM">{SSIM_HINT}</Hint>
    </Group>
  );
}
