import { Center, EmptyState, Loader, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ResultDetail, ShownAudio, ShownVideo } from '../../../electron/contract/index';
import { useResult } from '../../bridge/result-stores';
import { count } from '../../design/numbers';
import { useClip } from '../../player/frames';
import { Player } from '../../player/player';
import { PlayerBar } from '../../player/player-bar';
import { usePlayback } from '../../player/use-playback';
import { SoundPlayer } from '../../sound/sound-player';
import { ResultActions } from '../result-actions';
import { StageFrame } from './stage-frame';

export function StageResult({ id }: { readonly id: string }) {
  const detail = useResult(id);
  if (detail?.state === 'ready') return <LoadedResult result={detail.value} />;
  return <StageFrame>{detail?.state === 'failed' ? <Problem text={detail.problem} /> : <Busy />}</StageFrame>;
}

function LoadedResult({ result }: { readonly result: ResultDetail }) {
  const { media } = result;
  return media.kind === 'audio' ? (
    <StageFrame
      notices={result.notices}
      noticesApart
      bar={
        <>
          <Text size="sm" c="dimmed" className="tabular" truncate style={{ flex: 1 }}>
            {soundFacts(media)}
          </Text>
          <ResultActions result={result} />
        </>
      }
    >
      <SoundPlayer key={result.id} result={result.id} audio={media} label={result.title} />
    </StageFrame>
  ) : (
    <LoadedVideo result={result} video={media} />
  );
}

function soundFacts({ waveforms, samples, sampleRate }: ShownAudio): string {
  const length = `${(samples / sampleRate).toFixed(2)} s at ${sampleRate / 1000} kHz`;
  return waveforms === 1 ? length : `${count(waveforms, 'variant')} of ${length}`;
}

type VideoProps = { readonly result: ResultDetail; readonly video: ShownVideo };

function LoadedVideo({ result, video }: VideoProps) {
  const clip = useClip(video);
  const playback = usePlayback(video.frames, video.fps);
  return (
    <StageFrame
      notices={result.notices}
      bar={
        <>
          <PlayerBar playback={playback} />
          <ResultActions result={result} />
        </>
      }
    >
      {clip.state === 'ready' && <Player clip={clip.value} playback={playback} label={result.title} />}
      {clip.state === 'loading' && <Busy />}
      {clip.state === 'failed' && <Problem text={clip.problem} />}
    </StageFrame>
  );
}

const Busy = () => (
  <Center>
    <Loader size="sm" aria-label="Loading the result" />
  </Center>
);

const Problem = ({ text }: { readonly text: string }) => (
  <EmptyState
    role="alert"
    icon={<IconAlertTriangle stroke={1.4} />}
    title="This result cannot be shown"
    description={text}
  />
);
