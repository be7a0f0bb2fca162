import { describe, expect, it } from 'vitest';
import { DEFAULT_VIRTUAL_MODEL } from '../../workers/api';
import { virtualDeviceText } from '../devices/device-text';
import { deviceList, specsOf } from './device-list';

const ids = (text: string): string[] => deviceList(text).map(({ id }) => id);

describe('deviceList', () => {
  it('takes names, counts and both', () => {
    expect(ids('cpu:0,cpu:3')).toEqual(['cpu:0', 'cpu:3']);
    expect(ids('2xcpu, 3xvirtual')).toEqual(['cpu:0', 'cpu:1', 'virtual:0', 'virtual:1', 'virtual:2']);
    expect(ids('virtual:1,2xvirtual')).toEqual(['virtual:1', 'virtual:0', 'virtual:2']);
  });

  it('names accelerators with the adapter that each computes on', () => {
    expect(deviceList('cuda:1,2xcuda,dml:3,coreml:0,webgpu')).toEqual([
      { id: 'cuda:1', provider: 'cuda', adapter: 1 },
      { id: 'cuda:0', provider: 'cuda', adapter: 0 },
      { id: 'cuda:2', provider: 'cuda', adapter: 2 },
      { id: 'dml:3', provider: 'dml', adapter: 3 },
      { id: 'coreml:0', provider: 'coreml' },
      { id: 'webgpu:0', provider: 'webgpu' },
    ]);
  });

  it.each(['coreml:1', '2xwebgpu', 'cuda:100', 'rocm:0'])('knows no device %s', (text) => {
    expect(() => deviceList(text)).toThrow(/no device/);
  });

  it('reads what a virtual device takes time for', () => {
    const [slow, fast] = deviceList('virtual@900ms@8GB/s@20us,virtual@450ms@2x');
    expect(slow).toMatchObject({
      model: { evaluationMs: 900, gigabytesPerSecond: 8, latencyMs: 0.02, speed: 1 },
    });
    expect(fast).toMatchObject({ model: { ...DEFAULT_VIRTUAL_MODEL, evaluationMs: 450, speed: 2 } });
  });

  it('reads what it writes', () => {
    const model = { evaluationMs: 12.5, speed: 0.5, latencyMs: 0.015, gigabytesPerSecond: 3.2 };
    expect(deviceList(virtualDeviceText('virtual:4', model))).toEqual([
      { id: 'virtual:4', provider: 'virtual', model },
    ]);
  });

  it.each([
    '',
    'gpu:0',
    'cpu:0,cpu:0',
    '2xcpu:1',
    '0xcpu',
    'cpu@5ms',
    'virtual@5',
    'virtual@1.2.3ms',
    'virtual@0GB/s',
    '99xvirtual',
    'virtual:1000',
    'cpu:0,',
  ])('refuses %j', (text) => {
    expect(() => deviceList(text)).toThrow(/must|no device gpu:0|names|understood|range|times/);
  });
});

describe('specsOf', () => {
  it('shares the cores out among the CPU devices alone', () => {
    const specs = specsOf(deviceList('cpu:0,2xvirtual'));
    const [alone] = specsOf(deviceList('cpu:0'));
    expect(specs[0]).toEqual(alone);
    expect(specs.map(({ provider }) => provider)).toEqual(['cpu', 'virtual', 'virtual']);
  });
});
