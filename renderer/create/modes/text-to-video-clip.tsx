import { Button, Select, Switch, Textarea } from '@mantine/core';
import type { ModelOf } from '../../../electron/contract/index';
import { Hinted, HintedChoice } from '../../design/hint';
import { count } from '../../design/numbers';
import classes from '../form/fields.module.css';
import { Fold } from '../form/fold';
import { changeFormOf, chooseModel, useFormOf, useModelOf } from '../form/form-store';
import { SizeFields } from '../form/size-fields';
import { TokenCounter } from '../form/token-counter';
import { useFormCheck } from '../form/use-form-check';
import type { TextToVideoValues } from '../form/values';

type Model = ModelOf<'text-to-video'>;

const change = (patch: Partial<TextToVideoValues>): void => changeFormOf('text-to-video', patch);

function summaryOf(values: TextToVideoValues, model: Model | undefined): string {
  const { width, height, frames, negativePrompt } = values;
  const fps = model?.defaults.fps;
  const length = frames !== '' && fps !== undefined ? `, ${(frames / fps).toFixed(1)} s` : '';
  const without = negativePrompt.trim() === '' ? '' : ' · negative prompt';
  return `${width} × ${height}, ${count(Number(frames), 'frame')}${length}${without}`;
}

/** Size, length and the finer points of what is asked for. */
export function TextToVideoClip() {
  const values = useFormOf('text-to-video');
  const model = useModelOf('text-to-video');
  const { problems } = useFormCheck();
  const folded = problems.width ?? problems.height ?? problems.frames ?? problems.negativePrompt;
  return (
    <Fold title="Clip" summary={summaryOf(values, model)} problem={folded}>
      {model !== undefined && <ClipFields values={values} model={model} />}
    </Fold>
  );
}

function ClipFields({ values, model }: { readonly values: TextToVideoValues; readonly model: Model }) {
  const { problems } = useFormCheck();
  const { sizeUnit, frameCounts } = model.limits;
  return (
    <>
      <div className={classes['triple']}>
        <SizeFields values={values} unit={sizeUnit} onChange={change} />
        <Select
          label="Frames"
          size="xs"
          data={frameCounts.map(String)}
          value={String(values.frames)}
          error={problems.frames}
          onChange={(frames) => frames !== null && change({ frames: Number(frames) })}
        />
      </div>
      <div>
        <Hinted
          term="Negative prompt"
          hint="What the clip should not show. Leave it empty unless something unwanted keeps coming back."
        >
          <Textarea
            label="Negative prompt"
            size="xs"
            autosize
            minRows={1}
            maxRows={4}
            value={values.negativePrompt}
            error={problems.negativePrompt}
            onChange={({ currentTarget }) => change({ negativePrompt: currentTarget.value })}
          />
        </Hinted>
        {values.negativePrompt !== '' && <TokenCounter model={model} text={values.negativePrompt} />}
      </div>
      <HintedChoice
        term="Vary guidance over the steps"
        hint="Starts gently and grows stricter. Some models make steadier motion with it."
      >
        <Switch
          size="xs"
          label="Vary guidance over the steps"
          checked={values.dynamicGuidance}
          onChange={({ currentTarget }) => change({ dynamicGuidance: currentTarget.checked })}
        />
      </HintedChoice>
      <HintedChoice
        term="Decode in tiles"
        hint="Turns latents into pixels piece by piece, shared out among the devices. It takes a quarter of the memory and changes the picture a little. Chosen by itself where memory is short."
      >
        <Switch
          size="xs"
          label="Decode in tiles"
          checked={values.tiledDecode}
          onChange={({ currentTarget }) => change({ tiledDecode: currentTarget.checked })}
        />
      </HintedChoice>
      <Button variant="default" size="xs" onClick={() => chooseModel(model)}>
        Use the model’s defaults
      </Button>
    </>
  );
}
