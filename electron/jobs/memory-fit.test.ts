import { describe, expect, it } from 'vitest';
import type { DeviceSpec, ModelInspection, RequestOf } from '../../workers/api';
import type { Adapter, Machine } from '../contract/machine';
import { fitOf, memoryNotices, requestFor } from './memory-fit';

const GB = 1e9;
const card = (name: string, free: number | null, thisApp: number | null = 0): Adapter => ({
  ...{ key: name, name, vendor: 'NVIDIA', badge: null, uuid: null, pciBusId: null, driver: null },
  ...{ computeCapability: null, numaNode: null, load: null, celsius: null, watts: null },
  memory: {
    total: 24 * GB,
    used: null,
    thisApp: thisApp === null ? null : thisApp * GB,
    free: free === null ? null : free * GB,
  },
});
const machine = (adapters: Adapter[], hostFree = 64): Machine => ({
  host: {
    ...{ processor: 'P', cores: 8, nodes: [], load: null },
    memory: { total: 64 * GB, used: 0, thisApp: 0, free: hostFree * GB },
  },
  ...{ adapters, links: [], problems: [] },
});
/** 12 GB of encoder, 4 GB of denoiser, 1 GB of decoder with 16 GB in flight, or 4 in tiles. */
const inspection = {
  kind: 'text-to-video',
  memoryNeeds: () => ({
    parts: (
      [
        ['encode', 'text_encoder', 12, 0],
        ['denoise', 'transformer', 4, 2],
        ['decode', 'vae_decoder', 1, 16],
      ] as const
    ).map(([stage, component, weights, values]) => ({
      ...{ stage, component, weightBytes: weights * GB, activationBytes: values * GB, isHalf: true },
    })),
    decodesOnAllDevices: false,
    tileShare: 0.25,
  }),
} as unknown as ModelInspection;
const request: RequestOf<'text-to-video'> = {
  kind: 'text-to-video',
  ...{ prompt: 'a', negativePrompt: '', seed: 1, steps: 50, guidanceScale: 6 },
  ...{ dynamicGuidance: false, frames: 49, width: 720, height: 480, fps: 8 },
};
const cuda = (adapter: number): DeviceSpec => ({ id: `cuda:${adapter}`, provider: 'cuda', adapter });
const fitOn = (device: DeviceSpec, where: Machine) =>
  fitOf({ inspection, request, devices: [device], machine: where });

describe('fitOf', () => {
  it('asks the card that the device computes on, and counts what the app itself holds there as free', () => {
    const two = machine([card('A', 1), card('B', 40)]);
    expect(fitOn(cuda(0), two)?.verdict).toBe('does-not-fit');
    const fit = fitOn(cuda(1), two);
    expect(fit?.placement).toEqual({ encodeOnProcessor: false, inTurn: false, tiled: false });
    expect(memoryNotices(fit)).toEqual([]);
    expect(fitOn(cuda(0), machine([card('A', 1, 39)]))?.verdict).toBe('fits');
  });

  it('takes the whole card where nobody tells what is free', () => {
    expect(fitOn(cuda(0), machine([card('A', null)]))?.sentence).toMatch(/of 24.0 GB on cuda:0/);
  });

  it('takes the whole card where nobody tells how much of it is held by this app', () => {
    expect(fitOn(cuda(0), machine([card('A', 1, null)]))?.verdict).toBe('fits');
  });

  it('turns tiles on in the request, and tells it', () => {
    const fit = fitOn(cuda(0), machine([card('A', 16)]));
    expect(fit?.placement.tiled).toBe(true);
    expect(requestFor(request, fit)).toEqual({ ...request, tiledDecode: true });
    expect(memoryNotices(fit)).toEqual([expect.stringMatching(/^It fits, .*decoded in tiles/)]);
    expect(requestFor(request, undefined)).toEqual(request);
  });

  it('has nothing to say about virtual devices', () => {
    const model = { evaluationMs: 1, speed: 1, latencyMs: 0, gigabytesPerSecond: 1 };
    const virtual: DeviceSpec = { id: 'virtual:0', provider: 'virtual', model };
    expect(fitOn(virtual, machine([]))).toBeUndefined();
  });
});
