import { describe, expect, it } from 'vitest';
import type { Device, GraphRef } from '../device/device';
import type { Pipeline } from '../pipelines/pipeline';
import { MODEL_STAGES, ModelParts } from './model-parts';

const graph = (path: string): GraphRef => ({ bundle: '/m', path });
const pipeline = {
  encoderGraphs: [graph('t5'), graph('clip')],
  denoiserGraphs: [graph('unet')],
  decoderGraphs: [graph('vae')],
  decodesOnAllDevices: false,
} as unknown as Pipeline;

/** A device that remembers what it holds. */
function device(id: string) {
  const held = new Set<string>();
  const released: string[] = [];
  const stub = {
    id,
    load: async ({ path }: GraphRef) => void held.add(path),
    unload: async ({ path }: GraphRef) => void held.delete(path),
    unloadAll: async (except?: string) => {
      for (const path of held) if (except === undefined || !path.startsWith(except)) held.delete(path);
    },
    release: async () => void released.push(id),
  } as unknown as Device;
  return { stub, held, released };
}

describe('ModelParts', () => {
  it('loads encoders and decoders on the first device and the denoiser on all', async () => {
    const [a, b] = [device('cuda:0'), device('cuda:1')];
    const parts = new ModelParts({ pipeline, devices: [a.stub, b.stub], encoder: a.stub });
    const told: number[] = [];
    await parts.load(MODEL_STAGES, (done) => told.push(done));
    expect([...a.held]).toEqual(['t5', 'clip', 'unet', 'vae']);
    expect([...b.held]).toEqual(['unet']);
    expect(told).toEqual([1, 2, 3, 4, 5]);
  });

  it('holds one stage at a time, and the encoders only where they are wanted', async () => {
    const [card, processor] = [device('cuda:0'), device('cpu:0')];
    const parts = new ModelParts({ pipeline, devices: [card.stub], encoder: processor.stub });
    await parts.load(['encode']);
    expect([[...processor.held], [...card.held]]).toEqual([['t5', 'clip'], []]);
    await parts.exchange('encode', 'denoise');
    expect([[...processor.held], [...card.held]]).toEqual([[], ['unet']]);
    expect(card.released).toEqual([]);
    await parts.exchange('denoise', 'decode');
    expect(card.released).toEqual(['cuda:0']);
    expect([...card.held]).toEqual(['vae']);
    await parts.unload('decode');
    expect(card.held.size).toBe(0);
  });

  it('makes room on every device, also on the one that only encodes', async () => {
    const devices = [device('cuda:0'), device('cuda:1'), device('cpu:0')] as const;
    const [a, b, processor] = devices;
    const parts = new ModelParts({ pipeline, devices: [a.stub, b.stub], encoder: processor.stub });
    const fill = (): void => {
      for (const { held } of devices) held.add('other/unet').add('m/unet');
    };
    fill();
    await parts.makeRoom('m');
    expect(devices.map(({ held }) => [...held])).toEqual([['m/unet'], ['m/unet'], ['m/unet']]);
    fill();
    await parts.makeRoom();
    expect(devices.map(({ held }) => held.size)).toEqual([0, 0, 0]);
  });

  it('loads the decoder everywhere where it is shared out', async () => {
    const [a, b] = [device('cuda:0'), device('cuda:1')];
    const shared = { ...pipeline, decodesOnAllDevices: true } as Pipeline;
    await new ModelParts({ pipeline: shared, devices: [a.stub, b.stub], encoder: a.stub }).load(['decode']);
    expect([[...a.held], [...b.held]]).toEqual([['vae'], ['vae']]);
  });
});
