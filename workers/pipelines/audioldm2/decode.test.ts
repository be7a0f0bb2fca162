import { describe, expect, it } from 'vitest';
import type { Device, DeviceTensor, RunRequest } from '../../device/device';
import { tensor } from '../../tensor/tensor';
import { decodeSounds } from './decode';

const graphs = { vae: { bundle: '', path: 'vae' }, vocoder: { bundle: '', path: 'vocoder' } };

/** Answers like a decoder of four frames and two bins, with values that a test may spoil. */
function answering(values: { spectrogram?: number; sound?: number; output?: 'none' }): Device {
  const { spectrogram = 1, sound = 0.5, output } = values;
  const run = async ({ graph }: RunRequest): Promise<Record<string, DeviceTensor>> => {
    if (output === 'none') return {};
    return graph.path === 'vae'
      ? { sample: { type: 'float32', shape: [1, 1, 4, 2], data: new Float32Array(8).fill(spectrogram) } }
      : { waveform: { type: 'float32', shape: [1, 20], data: new Float32Array(20).fill(sound) } };
  };
  return { id: 'cpu:0', run } as unknown as Device;
}

const latents = tensor([2, 1, 1, 1], Float32Array.of(1, 2));
const decode = (device: Device, onSound = (): void => undefined): Promise<Float32Array[]> =>
  decodeSounds(graphs, [device], latents, onSound);

describe('decodeSounds', () => {
  it('makes one sound of each set of latents and tells of each', async () => {
    let told = 0;
    const sounds = await decode(answering({}), () => told++);
    expect(sounds.map(({ length }) => length)).toEqual([20, 20]);
    expect(told).toBe(2);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('stops at a value of %s with what to do', async (value) => {
    await expect(decode(answering({ spectrogram: value }))).rejects.toMatchObject({
      code: 'non-finite',
      message: expect.stringMatching(/spectrogram is not made of numbers\. Try a lower guidance/) as string,
    });
    await expect(decode(answering({ sound: value }))).rejects.toMatchObject({
      code: 'non-finite',
      message: expect.stringMatching(/sound is not made of numbers/) as string,
    });
  });

  it('refuses a model that answers with nothing', async () => {
    await expect(decode(answering({ output: 'none' }))).rejects.toThrow(/spectrogram decoder answered/);
  });
});
