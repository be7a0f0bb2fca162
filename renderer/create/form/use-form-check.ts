import { useMemo } from 'react';
import { useDevices } from '../../bridge/catalogue-stores';
import { readyValue } from '../../bridge/loadable';
import { useForm, useFormModel } from './form-store';
import type { FieldName } from './problems';
import { checkForm, type FormCheck } from './rules';

/** The form's problems, plan and draft, as it stands. */
export function useFormCheck(): FormCheck {
  const values = useForm((state) => state.values);
  const model = useFormModel();
  const devices = useDevices((state) => readyValue(state.devices));
  return useMemo(() => checkForm(values, model, devices), [values, model, devices]);
}

export const useProblem = (field: FieldName): string | undefined => useFormCheck().problems[field];
