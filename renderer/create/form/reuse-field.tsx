import { Radio, Stack } from '@mantine/core';
import { Hinted, HintedChoice } from '../../design/hint';
import { changeParallelism, useForm } from './form-store';
import { STRATEGIES } from './reuse-strategies';

const EXPLANATION =
  'To work ahead, a device needs a guess of the step before it. This chooses where that guess comes from.';

function choose(value: string): void {
  const strategy = STRATEGIES.find(({ id }) => id === value);
  if (strategy !== undefined) changeParallelism({ reuse: strategy.id });
}

export function ReuseField() {
  const reuse = useForm(({ values }) => values.parallelism.reuse);
  return (
    <Hinted term="Reuse" hint={EXPLANATION}>
      <Radio.Group size="xs" label="Reuse" value={reuse} onChange={choose}>
        <Stack gap={8} pt={4}>
          {STRATEGIES.map(({ id, title, explanation }) => (
            <HintedChoice key={id} term={title} hint={explanation}>
              <Radio value={id} size="xs" label={title} />
            </HintedChoice>
          ))}
        </Stack>
      </Radio.Group>
    </Hinted>
  );
}
