import { NumberField } from './number-field';
import { useFormCheck } from './use-form-check';
import type { SizeValues } from './values';

type Props = {
  readonly values: SizeValues;
  /** Sizes are multiples of this many pixels. */
  readonly unit: number;
  readonly onChange: (patch: Partial<SizeValues>) => void;
};

/** Width and height of what is made. */
export function SizeFields({ values, unit, onChange }: Props) {
  const { problems } = useFormCheck();
  const common = { suffix: ' px', min: unit, step: unit, allowDecimal: false };
  return (
    <>
      <NumberField
        label="Width"
        {...common}
        value={values.width}
        error={problems.width}
        onValue={(width) => onChange({ width })}
      />
      <NumberField
        label="Height"
        {...common}
        value={values.height}
        error={problems.height}
        onValue={(height) => onChange({ height })}
      />
    </>
  );
}
