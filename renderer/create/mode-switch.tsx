import { SegmentedControl, Tooltip } from '@mantine/core';
import { useModels } from '../bridge/catalogue-stores';
import { readyValue } from '../bridge/loadable';
import { KIND_TITLES, KINDS } from '../generation/kinds';
import { chooseKind, useForm } from './form/form-store';
import { showExamples } from './stage/subject';

const MISSING = 'There is no model for this yet. The Models page says what is here.';

/** What is made of what. A mode without a model is shown, so that it is known of, and cannot be chosen. */
export function ModeSwitch() {
  const kind = useForm((state) => state.kind);
  const models = useModels((state) => readyValue(state.models)?.models);
  const isMissing = (wanted: string): boolean =>
    models !== undefined && !models.some((model) => model.kind === wanted);
  return (
    <SegmentedControl
      size="sm"
      aria-label="Mode"
      value={kind}
      data={KINDS.map((value) => ({
        value,
        disabled: isMissing(value),
        label: <Label title={KIND_TITLES[value]} hint={isMissing(value) ? MISSING : undefined} />,
      }))}
      onChange={(value) => {
        const chosen = KINDS.find((known) => known === value);
        if (chosen === undefined) return;
        chooseKind(chosen);
        showExamples();
      }}
    />
  );
}

function Label({ title, hint }: { readonly title: string; readonly hint: string | undefined }) {
  if (hint === undefined) return title;
  return (
    <Tooltip label={hint}>
      <span>{title}</span>
    </Tooltip>
  );
}
