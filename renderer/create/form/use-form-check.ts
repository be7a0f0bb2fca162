import { useMemo } from 'react';
import { useDevices, useStepTimesOf } from '../../bridge/catalogue-stores';
import { readyValue } from '../../bridge/loadable';
import { useForm, useFormModel } from './form-store';
import type { FieldName } from './problems';
import { checkForm, type FormCheck } from './rules';

/** The form's problems, plan and draft, as it stands. */
export function useFormCheck(): FormCheck {
  const values = useForm((state) => state.values);
  const model = useFormModel();
  const devices = useDevices((state) => readyValue(state.devices));
  const times = useStepTimesOf(model?.id);
  return useMemo(() => checkForm(values, model, devices, times), [values, model, devices, times]);
}

export const useProblem = (field: FieldName): string | undefined => useFormCheck().problems[field];
