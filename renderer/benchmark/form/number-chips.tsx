import { Chip, Group, Input } from '@mantine/core';
import { type ReactNode, useId } from 'react';

type Props = {
  readonly label: string;
  /** Stands behind the label. */
  readonly hint?: ReactNode;
  readonly numbers: readonly number[];
  readonly chosen: readonly number[];
  readonly onChange: (numbers: number[]) => void;
};

/** Some of several numbers. */
export function NumberChips({ label, hint, numbers, chosen, onChange }: Props) {
  const id = useId();
  return (
    <fieldset aria-labelledby={id} style={{ border: 0, margin: 0, padding: 0 }}>
      <Group gap={4} mb={4}>
        <Input.Label id={id} size="xs" labelElement="div">
          {label}
        </Input.Label>
        {hint}
      </Group>
      <Chip.Group
        multiple
        value={chosen.map(String)}
        onChange={(values) => onChange(values.map(Number).sort((a, b) => a - b))}
      >
        <Group gap={4}>
          {numbers.map((number) => (
            <Chip key={number} value={String(number)} size="xs" variant="outline">
              {number}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </fieldset>
  );
}
