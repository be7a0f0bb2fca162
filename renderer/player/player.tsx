import type { Clip } from './clip';
import { ClipCanvas } from './clip-canvas';
import type { Playback } from './playback';
import classes from './player.module.css';
import { usePlayerView } from './view-store';

type Props = { readonly clip: Clip; readonly playback: Playback; readonly label: string };

/** The clip, as large as there is room; a click plays and pauses it. */
export function Player({ clip, playback, label }: Props) {
  const { crisp, actualSize } = usePlayerView();
  return (
    // The bar under the clip has the same as a button, so this is only a larger target for the pointer.
    // biome-ignore lint/a11y/noStaticElementInteractions: see above.
    // biome-ignore lint/a11y/useKeyWithClickEvents: Space does it anywhere on the page.
    <div className={classes['player']} onClick={playback.toggle}>
      <ClipCanvas clip={clip} playback={playback} label={label} crisp={crisp} actualSize={actualSize} />
    </div>
  );
}
