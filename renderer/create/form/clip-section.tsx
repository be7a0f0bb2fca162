import { Button, Select, Switch, Textarea } from '@mantine/core';
import type { Model } from '../../../electron/contract/index';
import { Hinted, HintedChoice } from '../../design/hint';
import { count } from '../../design/numbers';
import classes from './fields.module.css';
import { Fold } from './fold';
import { changeForm, chooseModel, useForm, useFormModel } from './form-store';
import { NumberField } from './number-field';
import { TokenCounter } from './token-counter';
import { useFormCheck } from './use-form-check';
import type { FormValues } from './values';

function summaryOf({ width, height, frames, negativePrompt }: FormValues, model: Model | undefined): string {
  const fps = model?.defaults.fps;
  const length = frames !== '' && fps !== undefined ? `, ${(frames / fps).toFixed(1)} s` : '';
  const without = negativePrompt.trim() === '' ? '' : ' · negative prompt';
  return `${width} × ${height}, ${count(Number(frames), 'frame')}${length}${without}`;
}

/** Size, length and the finer points of what is asked for. */
export function ClipSection() {
  const values = useForm((state) => state.values);
  const model = useFormModel();
  const { problems } = useFormCheck();
  const folded = problems.width ?? problems.height ?? problems.frames ?? problems.negativePrompt;
  return (
    <Fold title="Clip" summary={summaryOf(values, model)} problem={folded}>
      {model !== undefined && <ClipFields values={values} model={model} />}
    </Fold>
  );
}

function ClipFields({ values, model }: { readonly values: FormValues; readonly model: Model }) {
  const { problems } = useFormCheck();
  const { sizeUnit, frameCounts } = model.limits;
  return (
    <>
      <div className={classes['triple']}>
        <NumberField
          label="Width"
          suffix=" px"
          min={sizeUnit}
          step={sizeUnit}
          allowDecimal={false}
          value={values.width}
          error={problems.width}
          onValue={(width) => changeForm({ width })}
        />
        <NumberField
          label="Height"
          suffix=" px"
          min={sizeUnit}
          step={sizeUnit}
          allowDecimal={false}
          value={values.height}
          error={problems.height}
          onValue={(height) => changeForm({ height })}
        />
        <Select
          label="Frames"
          size="xs"
          data={frameCounts.map(String)}
          value={String(values.frames)}
          error={problems.frames}
          onChange={(frames) => frames !== null && changeForm({ frames: Number(frames) })}
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
            onChange={({ currentTarget }) => changeForm({ negativePrompt: currentTarget.value })}
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
          onChange={({ currentTarget }) => changeForm({ dynamicGuidance: currentTarget.checked })}
        />
      </HintedChoice>
      <Button variant="default" size="xs" onClick={() => chooseModel(model)}>
        Use the model’s defaults
      </Button>
    </>
  );
}
