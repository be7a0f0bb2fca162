import type { VirtualModel } from '../../workers/api';

/** A virtual device as the command line's list of devices takes it. */
export function virtualDeviceText(id: string, model: VirtualModel): string {
  const { evaluationMs, speed, gigabytesPerSecond, latencyMs } = model;
  const us = Number((latencyMs * 1000).toFixed(3));
  return `${id}@${evaluationMs}ms@${gigabytesPerSecond}GB/s@${us}us${speed === 1 ? '' : `@${speed}x`}`;
}
