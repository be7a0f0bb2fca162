import { Button, Textarea } from '@mantine/core';
import { Hinted } from '../../design/hint';
import { Fold } from '../form/fold';
import { changeFormOf, chooseModel, useFormOf, useModelOf } from '../form/form-store';
import { TokenCounter } from '../form/token-counter';
import { useFormCheck } from '../form/use-form-check';

/** The finer points of the sound that is asked for. */
export function TextToAudioSound() {
  const { negativePrompt } = useFormOf('text-to-audio');
  const model = useModelOf('text-to-audio');
  const { problems } = useFormCheck();
  const summary = negativePrompt.trim() === '' ? 'no negative prompt' : 'negative prompt';
  return (
    <Fold title="Sound" summary={summary} problem={problems.negativePrompt}>
      <div>
        <Hinted
          term="Negative prompt"
          hint="What should not be heard. Leave it empty unless something unwanted keeps coming back."
        >
          <Textarea
            label="Negative prompt"
            size="xs"
            autosize
            minRows={1}
            maxRows={4}
            value={negativePrompt}
            error={problems.negativePrompt}
            onChange={({ currentTarget }) =>
              changeFormOf('text-to-audio', { negativePrompt: currentTarget.value })
            }
          />
        </Hinted>
        {model !== undefined && negativePrompt !== '' && <TokenCounter model={model} text={negativePrompt} />}
      </div>
      {model !== undefined && (
        <Button variant="default" size="xs" onClick={() => chooseModel(model)}>
          Use the model’s defaults
        </Button>
      )}
    </Fold>
  );
}
