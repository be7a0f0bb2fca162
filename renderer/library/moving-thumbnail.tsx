import type { ResultSummary } from '../../electron/contract/index';
import { ClipCanvas } from '../player/clip-canvas';
import { useClip } from '../player/frames';
import { usePlayback } from '../player/use-playback';
import classes from './result-grid.module.css';

/** The frames over the thumbnail; until they are there, or if they cannot be read, the thumbnail shows. */
export function MovingThumbnail({ result }: { readonly result: ResultSummary }) {
  const clip = useClip(result.media);
  const playback = usePlayback(result.media.frames, result.media.fps);
  if (clip.state !== 'ready') return null;
  return (
    <span className={classes['moving']} aria-hidden>
      <ClipCanvas clip={clip.value} playback={playback} label="" />
    </span>
  );
}
