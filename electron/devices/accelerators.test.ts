import { describe, expect, it } from 'vitest';
import type { Adapter } from '../contract/machine';
import { acceleratorCandidates } from './accelerators';

const card = (vendor: Adapter['vendor'], name: string, badge: string | null = null): Adapter => ({
  ...{ key: `${name}${badge}`, name, vendor, badge, uuid: null, pciBusId: null, driver: null },
  ...{ computeCapability: null, numaNode: null, memory: null, load: null, celsius: null, watts: null },
});

const twoCards = [card('NVIDIA', 'RTX 4090', '#1'), card('NVIDIA', 'RTX 4090', '#2')];

describe('acceleratorCandidates', () => {
  it('numbers NVIDIA cards on Linux as CUDA does, and passes the on-board graphics over', () => {
    const found = acceleratorCandidates([...twoCards, card('Intel', 'UHD 770')], 'linux');
    expect(found).toEqual([
      { spec: { id: 'cuda:0', provider: 'cuda', adapter: 0 }, name: 'RTX 4090 #1' },
      { spec: { id: 'cuda:1', provider: 'cuda', adapter: 1 }, name: 'RTX 4090 #2' },
    ]);
  });

  it('takes WebGPU where Linux has only other cards', () => {
    const found = acceleratorCandidates([card('AMD', 'Radeon RX 7900')], 'linux');
    expect(found).toEqual([{ spec: { id: 'webgpu:0', provider: 'webgpu' }, name: 'Radeon RX 7900' }]);
  });

  it('takes every card on Windows by DirectML, and one CoreML on macOS', () => {
    const windows = acceleratorCandidates([card('AMD', 'Radeon'), card('Intel', 'Arc')], 'win32');
    expect(windows.map(({ spec }) => spec.id)).toEqual(['dml:0', 'dml:1']);
    const apple = acceleratorCandidates([card('Apple', 'M3 Max')], 'darwin');
    expect(apple.map(({ spec }) => spec.id)).toEqual(['coreml:0']);
  });

  it.each(['linux', 'win32', 'darwin'] as const)('finds nothing on a %s without cards', (platform) => {
    expect(acceleratorCandidates([], platform)).toEqual([]);
  });
});
