import type { VirtualModel, VirtualSpec } from '../protocol/device-spec';

/** A middling card on PCIe 3.0 x16. */
export const DEFAULT_VIRTUAL_MODEL: VirtualModel = {
  evaluationMs: 500,
  speed: 1,
  latencyMs: 0.01,
  gigabytesPerSecond: 12,
};

/** Virtual devices `virtual:0` … with the given models, one each. */
export function virtualDevices(models: readonly VirtualModel[]): VirtualSpec[] {
  return models.map((model, i) => ({ id: `virtual:${i}`, provider: 'virtual', model }));
}
