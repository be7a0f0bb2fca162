import { useEffect } from 'react';
import type { ShownAudio } from '../../electron/contract/index';
import { Loaded } from '../design/loaded';
import classes from './sound-player.module.css';
import { showSound, useSoundView } from './sound-view';
import { type Sounds, useSounds } from './sounds';
import { VariantPanel } from './variant-panel';

type Props = { readonly result: string; readonly audio: ShownAudio; readonly label: string };

/** A finished sound, or its variants side by side, the best first: waveform and spectrogram are the player. */
export function SoundPlayer({ result, audio, label }: Props) {
  const sounds = useSounds(audio);
  useEffect(() => showSound(result), [result]);
  return (
    <section className={classes['player']} aria-label={label}>
      <Loaded of={sounds} what="sound">
        {(loaded) => <Variants sounds={loaded} audio={audio} />}
      </Loaded>
    </section>
  );
}

function Variants({ sounds, audio }: { readonly sounds: Sounds; readonly audio: ShownAudio }) {
  const chosen = useSoundView(({ variant }) => variant);
  const several = sounds.waveforms.length > 1;
  return (
    <div
      className={classes['variants']}
      {...(several && { role: 'radiogroup', 'aria-label': 'Variant', 'data-several': true })}
    >
      {sounds.waveforms.map((samples, variant) => (
        <VariantPanel
          // biome-ignore lint/suspicious/noArrayIndexKey: variants have no other identity and never move.
          key={variant}
          variant={variant}
          samples={samples}
          sampleRate={sounds.sampleRate}
          label={several ? variantLabel(audio, variant) : undefined}
          chosen={variant === chosen}
        />
      ))}
    </div>
  );
}

const signed = (value: number): string => value.toFixed(2).replace('-', '−');

/** Its place, and how well it fits the prompt where the model has judged that: a cosine, at most 1. */
function variantLabel({ scores }: ShownAudio, variant: number): string {
  const score = scores?.[variant];
  return score === undefined ? `${variant + 1}` : `${variant + 1} · fit ${signed(score)}`;
}
