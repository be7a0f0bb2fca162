import { AspectRatio, Text } from '@mantine/core';
import type { ResultDetail, ShownVideo } from '../../electron/contract/index';
import { ClipCanvas } from '../player/clip-canvas';
import { useClip } from '../player/frames';
import { usePlayback } from '../player/use-playback';
import { SoundPlayer } from '../sound/sound-player';

export function DetailClip({ result }: { readonly result: ResultDetail }) {
  const { id, media, title } = result;
  return media.kind === 'audio' ? (
    <SoundPlayer result={id} audio={media} label={title} />
  ) : (
    <DetailVideo video={media} title={title} />
  );
}

function DetailVideo({ video, title }: { readonly video: ShownVideo; readonly title: string }) {
  const clip = useClip(video);
  const playback = usePlayback(video.frames, video.fps);
  return (
    <AspectRatio ratio={16 / 9} bg="var(--studio-stage)">
      {clip.state === 'ready' ? (
        <ClipCanvas clip={clip.value} playback={playback} label={title} />
      ) : (
        <Text size="sm" c="dimmed" p="md" ta="center">
          {clip.state === 'failed' ? clip.problem : ''}
        </Text>
      )}
    </AspectRatio>
  );
}
