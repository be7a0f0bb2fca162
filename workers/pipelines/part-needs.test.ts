import { describe, expect, it } from 'vitest';
import { type Manifest, manifestSchema } from '../bundle/manifest';
import { Bundle } from '../bundle/open-bundle';
import { partNeed } from './part-needs';

const value = (name: string) => ({ name, type: 'float16' as const, shape: ['batch', 4] });
const graph = (path: string, activations?: { bytes: number; at: Record<string, number> }) => ({
  ...{ path, inputs: [value('x')], outputs: [value('y')] },
  ...(activations && { activations }),
});

const manifest: Manifest = manifestSchema.parse({
  ...{ formatVersion: 1, id: 'm', title: 'M', description: '', license: 'CC0-1.0', source: '' },
  pipeline: 'CogVideoXPipeline',
  files: Object.fromEntries(
    [
      ['image_encoder/model.onnx', 10],
      ['image_encoder/model.onnx_data', 290],
      ['image_encoder/audio.onnx', 100],
    ].map(([path, bytes]) => [path, { bytes, sha256: '0'.repeat(64) }]),
  ),
  components: {
    transformer: {
      ...{ precision: 'float16', parameters: 5, weightBytes: 1000 },
      graphs: {
        model: graph('transformer/model.onnx', {
          bytes: 600,
          at: { batch: 2, frames: 3, height: 10, width: 20, tokens: 7 },
        }),
      },
    },
    vae_decoder: {
      ...{ precision: 'float32', parameters: 5, weightBytes: 300 },
      graphs: {
        first_1: graph('vae_decoder/first_1.onnx', { bytes: 40, at: { height: 10, width: 10 } }),
        next_2: graph('vae_decoder/next_2.onnx', { bytes: 90, at: { height: 10, width: 10 } }),
      },
    },
    image_encoder: {
      ...{ precision: 'float32', parameters: 5, weightBytes: 2000 },
      graphs: {
        model: graph('image_encoder/model.onnx', { bytes: 70, at: { batch: 1 } }),
        audio: graph('image_encoder/audio.onnx', { bytes: 80, at: { batch: 1 } }),
      },
    },
    text_encoder: {
      ...{ precision: 'float32', parameters: 5, weightBytes: 500 },
      graphs: { model: graph('text_encoder/model.onnx') },
    },
  },
  ...{ defaults: {}, parastep: { warmup: 1 }, preview: null, examples: [] },
});
const bundle = new Bundle('/models/m', manifest);

describe('partNeed', () => {
  it('reckons what is in flight with the axes of a request', () => {
    const same = partNeed(bundle, 'denoise', 'transformer', { batch: 2, frames: 3, height: 10, width: 20 });
    expect(same).toEqual({
      ...{ stage: 'denoise', component: 'transformer', weightBytes: 1000 },
      ...{ activationBytes: 600, isHalf: true },
    });
    const other = partNeed(bundle, 'denoise', 'transformer', { batch: 1, frames: 6, height: 20, width: 20 });
    expect(other.activationBytes).toBe(1200);
  });

  it('takes the largest of a component’s graphs, and its weights once', () => {
    const { weightBytes, activationBytes } = partNeed(bundle, 'decode', 'vae_decoder', {
      height: 20,
      width: 10,
    });
    expect({ weightBytes, activationBytes }).toEqual({ weightBytes: 300, activationBytes: 180 });
  });

  it('takes one of a component’s graphs, and its share of the weights', () => {
    const of = (name: string) => partNeed(bundle, 'decode', 'image_encoder', {}, name);
    expect(of('model')).toMatchObject({ weightBytes: 1500, activationBytes: 70 });
    expect(of('audio')).toMatchObject({ weightBytes: 500, activationBytes: 80 });
  });

  it('does not make up what an older bundle does not say', () => {
    expect(partNeed(bundle, 'encode', 'text_encoder').activationBytes).toBeNull();
  });
});
