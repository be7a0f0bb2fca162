import type { Device, VirtualModel } from '../../electron/contract/index';
import { count } from '../design/numbers';

/** ONNX Runtime's providers as people know them. */
export const PROVIDERS = { cuda: 'CUDA', dml: 'DirectML', coreml: 'CoreML', webgpu: 'WebGPU' } as const;

/** A device in one line: its name for plans, what it is, and what there is to it. */
export function describeDevice(device: Device): string {
  switch (device.kind) {
    case 'cpu':
      return `${device.id} · ${device.name}, ${count(device.threads, 'thread')}`;
    case 'accelerator':
      return `${device.id} · ${device.name}, ${PROVIDERS[device.provider]}`;
    case 'virtual':
      return `${device.id} · models its time only, ${describeModel(device.model)}`;
  }
}

/** What a virtual device takes time for. */
export function describeModel({ evaluationMs, speed, latencyMs, gigabytesPerSecond }: VirtualModel): string {
  const evaluation = Number((evaluationMs / speed).toPrecision(4));
  const latency = Number((latencyMs * 1000).toPrecision(4));
  return `${evaluation} ms a step, link of ${gigabytesPerSecond} GB/s and ${latency} µs`;
}
