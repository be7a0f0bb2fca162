import { Text } from '@mantine/core';
import { memo } from 'react';
import type { Preview } from '../../../electron/contract/index';
import { ClipCanvas } from '../../player/clip-canvas';
import { usePlayback } from '../../player/use-playback';
import classes from './live-preview.module.css';

type Props = { readonly title: string; readonly preview: Preview | undefined };

/** The latents as they sharpen, small and rough, moving. */
export const LivePreview = memo(function LivePreview({ title, preview }: Props) {
  if (preview === undefined) {
    return (
      <div className={classes['placeholder']}>
        <Text size="sm">{title.slice(0, 200)}</Text>
      </div>
    );
  }
  return <PreviewClip preview={preview} />;
});

export function PreviewClip({ preview }: { readonly preview: Preview }) {
  // The shape stays the same from preview to preview, and with it the motion goes on without a jump.
  const playback = usePlayback(preview.frames, preview.fps);
  return (
    <div className={classes['preview']}>
      <ClipCanvas clip={preview} playback={playback} label={`Preview after step ${preview.step}`} />
    </div>
  );
}
