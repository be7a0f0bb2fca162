import { AspectRatio, Text } from '@mantine/core';
import type { ResultDetail } from '../../electron/contract/index';
import { ClipCanvas } from '../player/clip-canvas';
import { useClip } from '../player/frames';
import { usePlayback } from '../player/use-playback';

export function DetailClip({ result }: { readonly result: ResultDetail }) {
  const clip = useClip(result.media);
  const playback = usePlayback(result.media.frames, result.media.fps);
  return (
    <AspectRatio ratio={16 / 9} bg="var(--studio-stage)">
      {clip.state === 'ready' ? (
        <ClipCanvas clip={clip.value} playback={playback} label={result.title} />
      ) : (
        <Text size="sm" c="dimmed" p="md" ta="center">
          {clip.state === 'failed' ? clip.problem : ''}
        </Text>
      )}
    </AspectRatio>
  );
}
