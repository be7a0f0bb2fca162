import { describe, expect, it } from 'vitest';
import { deviceSpecSchema } from '../protocol/device-spec';
import { sessionOptionsFor } from './session-options';

describe('sessionOptionsFor', () => {
  it('gives a CPU device its threads, and no more than there are cores', () => {
    const spec = { id: 'cpu:1', provider: 'cpu', threads: 6 } as const;
    expect(sessionOptionsFor(spec, 8)).toMatchObject({ executionProviders: ['cpu'], intraOpNumThreads: 6 });
    expect(sessionOptionsFor(spec, 4)).toMatchObject({ intraOpNumThreads: 4 });
  });

  it('asks for one adapter of CUDA and of DirectML', () => {
    const cuda = sessionOptionsFor({ id: 'cuda:3', provider: 'cuda', adapter: 3 }, 16);
    expect(cuda.executionProviders).toEqual([{ name: 'cuda', deviceId: 3 }]);
    const dml = sessionOptionsFor({ id: 'dml:1', provider: 'dml', adapter: 1 }, 16);
    expect(dml.executionProviders).toEqual([{ name: 'dml', deviceId: 1 }]);
    // DirectML refuses both.
    expect(dml).toMatchObject({ enableMemPattern: false, executionMode: 'sequential' });
  });

  it('makes programs for CoreML, and keeps the layout of the graphs on WebGPU', () => {
    const coreml = sessionOptionsFor({ id: 'coreml:0', provider: 'coreml' }, 8);
    expect(coreml.executionProviders).toEqual([{ name: 'coreml', coreMlFlags: 0x30 }]);
    const webgpu = sessionOptionsFor({ id: 'webgpu:0', provider: 'webgpu' }, 8);
    expect(webgpu.executionProviders).toEqual([{ name: 'webgpu', preferredLayout: 'NCHW' }]);
  });

  it('leaves the cores to the CPU devices', () => {
    const spec = { id: 'cuda:0', provider: 'cuda', adapter: 0 } as const;
    expect(sessionOptionsFor(spec, 64)).toMatchObject({ intraOpNumThreads: 1, interOpNumThreads: 1 });
  });
});

describe('deviceSpecSchema', () => {
  it.each([
    { id: 'cuda:0', provider: 'cuda' },
    { id: 'dml:0', provider: 'cuda', adapter: 0 },
    { id: 'cuda:0', provider: 'cuda', adapter: -1 },
    { id: 'coreml:1', provider: 'coreml' },
    { id: 'webgpu:0', provider: 'webgpu', adapter: 0 },
    { id: 'rocm:0', provider: 'rocm', adapter: 0 },
  ])('refuses %o', (spec) => {
    expect(deviceSpecSchema.safeParse(spec).success).toBe(false);
  });
});
