import { NumberInput, type NumberInputProps } from '@mantine/core';
import { useState } from 'react';
import type { Field } from './values';

/** What a number input reports, as a field: text that is no number yet counts as empty. */
export function toField(value: string | number | bigint | undefined): Field {
  if (value === '' || value === undefined) return '';
  const number = Number(value);
  return Number.isFinite(number) ? number : '';
}

type Props = Omit<NumberInputProps, 'value' | 'onChange'> & {
  readonly value: Field;
  readonly onValue: (value: Field) => void;
};

/** A number that may be wrong while it is typed: the form says so, nothing is changed behind the user's back. */
export function NumberField({ value, onValue, ...rest }: Props) {
  // As it was typed: of `3.` on the way to 3.2 the value is 3, and the point must stay.
  const [typed, setTyped] = useState<string | number>(value);
  return (
    <NumberInput
      {...rest}
      value={toField(typed) === value ? typed : value}
      allowNegative={false}
      clampBehavior="none"
      onChange={(next) => {
        setTyped(next);
        onValue(toField(next));
      }}
    />
  );
}
