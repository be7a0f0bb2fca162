import { Radio, Stack } from '@mantine/core';
import type { Reuse } from '../../../electron/contract/index';
import { Hinted, HintedChoice } from '../../design/hint';
import { changeParallelism, useForm } from './form-store';

const STRATEGIES: readonly { readonly id: Reuse; readonly title: string; readonly explanation: string }[] = [
  {
    id: 'own',
    title: 'Own',
    explanation:
      'Each device reuses the prediction it made one round ago, as in the ParaStep paper. The safe choice.',
  },
  {
    id: 'freshest',
    title: 'Freshest',
    explanation: 'All devices reuse the newest prediction that any of them made. It is nearer in time.',
  },
  {
    id: 'extrapolate-1',
    title: 'Extrapolate (line)',
    explanation:
      'Continues the clean estimate along a line through the last two. Often nearer to the exact clip.',
  },
  {
    id: 'extrapolate-2',
    title: 'Extrapolate (parabola)',
    explanation:
      'Continues it along a parabola through the last three. Nearer still where motion is smooth, worse where it is not.',
  },
];

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
