import type { ShownVideo } from '../../electron/contract/index';
import { ClipCanvas } from '../player/clip-canvas';
import { useClip } from '../player/frames';
import { usePlayback } from '../player/use-playback';
import classes from './result-grid.module.css';

/** The frames over the thumbnail; until they are there, or if they cannot be read, the thumbnail shows. */
export function MovingThumbnail({ video }: { readonly video: ShownVideo }) {
  const clip = useClip(video);
  const playback = usePlayback(video.frames, video.fps);
  if (clip.state !== 'ready') return null;
  return (
    <span className={classes['moving']} aria-hidden>
      <ClipCanvas clip={clip.value} playback={playback} label="" />
    </span>
  );
}
