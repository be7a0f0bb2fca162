import { useEffect, useState } from 'react';
import type { RequestParams, RequestResult } from '../../../electron/contract/index';
import { request } from '../../bridge/client';
import { requestSizeOf } from './request-size';
import type { FormCheck } from './rules';

/** The machine is asked what is free each time, so not at every letter. */
const DELAY_MS = 400;

type MemoryFit = RequestResult<'models.memory'>;

/** Whether what the form asks for fits into the memory of its devices; null while that is not known. */
export function useMemoryFit(check: FormCheck): MemoryFit {
  const question: RequestParams<'models.memory'> | null = check.ok
    ? { model: check.model.id, request: requestSizeOf(check.values), devices: [...check.plan.devices] }
    : null;
  // As text, because the form is another object at every change of any field.
  const asked = question === null ? null : JSON.stringify(question);
  const [known, setKnown] = useState<{ readonly asked: string; readonly fit: MemoryFit } | null>(null);
  useEffect(() => {
    if (asked === null) return;
    let current = true;
    const timer = setTimeout(() => {
      const params = JSON.parse(asked) as RequestParams<'models.memory'>;
      request('models.memory', params).then(
        (fit) => current && setKnown({ asked, fit }),
        // Without an answer there is nothing to say; the job itself will.
        () => undefined,
      );
    }, DELAY_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [asked]);
  return known !== null && known.asked === asked ? known.fit : null;
}
