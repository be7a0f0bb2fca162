import { create } from 'zustand';
import type { Reuse } from '../../../electron/contract/index';
import type { Field } from '../../create/form/values';

/** What is to be measured, as far as it is not said in Create. */
export type OrderValues = {
  readonly kind: 'plans' | 'paper';
  /** Chosen devices; null means those of Create. */
  readonly devices: readonly string[] | null;
  /** Null means one step per device. */
  readonly degrees: readonly number[] | null;
  /** Steps that a device predicts in one run. */
  readonly batches: readonly number[];
  readonly reuses: readonly Reuse[];
  readonly seeds: Field;
  /** Of the paper's workloads: what an evaluation takes. */
  readonly stepMs: Field;
  readonly paperDegrees: readonly number[];
};

export const useOrder = create<OrderValues>()(() => ({
  kind: 'plans',
  devices: null,
  degrees: null,
  batches: [1],
  reuses: ['own'],
  seeds: 3,
  stepMs: 50,
  paperDegrees: [2, 3, 4, 5, 6, 7, 8],
}));

export const changeOrder = (patch: Partial<OrderValues>): void => useOrder.setState(patch);
