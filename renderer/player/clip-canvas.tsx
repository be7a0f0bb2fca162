import type { Clip } from './clip';
import { FrameCanvas } from './frame-canvas';
import type { Playback } from './playback';
import { usePlaybackState } from './use-playback';

type Props = {
  readonly clip: Clip;
  readonly playback: Playback;
  readonly label: string;
  /** Hard pixel edges instead of smooth scaling. */
  readonly crisp?: boolean;
  /** At its own size instead of as large as there is room. */
  readonly actualSize?: boolean;
};

/** The frame of a clip that playback stands at, scaled into the room there is. */
export function ClipCanvas({ playback, ...canvas }: Props) {
  const frame = usePlaybackState(playback, 'frame');
  return <FrameCanvas frame={frame} {...canvas} />;
}
