import type { ComponentType } from 'react';
import type { GenerationKind } from '../../../electron/contract/index';
import { ImageToVideoClip } from '../modes/image-to-video-clip';
import { ImageToVideoFields } from '../modes/image-to-video-fields';
import { TextToAudioFields } from '../modes/text-to-audio-fields';
import { TextToAudioSound } from '../modes/text-to-audio-sound';
import { TextToVideoClip } from '../modes/text-to-video-clip';
import { TextToVideoFields } from '../modes/text-to-video-fields';
import classes from './create-form.module.css';
import { useForm } from './form-store';
import { GenerateBar } from './generate-bar';
import { ParallelismSection } from './parallelism-section';

type Parts = { readonly Fields: ComponentType; readonly Folded: ComponentType };

const PARTS: Readonly<Record<GenerationKind, Parts>> = {
  'text-to-video': { Fields: TextToVideoFields, Folded: TextToVideoClip },
  'image-to-video': { Fields: ImageToVideoFields, Folded: ImageToVideoClip },
  'text-to-audio': { Fields: TextToAudioFields, Folded: TextToAudioSound },
};

/** Everything for a first clip is in sight; the rest is folded with a line that says what it holds. */
export function CreateForm() {
  const { Fields, Folded } = PARTS[useForm(({ kind }) => kind)];
  return (
    <form className={classes['form']} aria-label="Clip" onSubmit={(event) => event.preventDefault()}>
      <div className={classes['fields']}>
        <Fields />
        <div>
          <Folded />
          <ParallelismSection />
        </div>
      </div>
      <GenerateBar />
    </form>
  );
}
