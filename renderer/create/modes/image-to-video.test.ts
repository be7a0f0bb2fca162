import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Device, FramedPicture, Framing, ModelOf, RequestOf } from '../../../electron/contract/index';
import { restoreForm } from '../form/form-store';
import { checkForm, draftsOf } from '../form/rules';
import { commonOf, type FormPicture, type ImageToVideoValues } from '../form/values';
import { imageToVideo } from './image-to-video';

const framings: (Framing & { readonly id: string })[] = [];
const puts: FramedPicture[] = [];

vi.mock('../../pictures/frame-picture', () => ({
  framePicture: async ({ id }: FormPicture, framing: Framing): Promise<FramedPicture> => {
    framings.push({ id, ...framing });
    const { width, height } = framing.shape;
    return { width, height, rgb: new Uint8Array(width * height * 3), png: new Uint8Array(8) };
  },
}));
vi.mock('../../bridge/client', async (original) => ({
  ...(await original<object>()),
  request: async (name: string, framed: FramedPicture) => {
    if (name !== 'pictures.put') throw new Error(name);
    puts.push(framed);
    return { file: `${puts.length}.rgb` };
  },
}));
beforeEach(() => {
  framings.length = 0;
  puts.length = 0;
});

const model: ModelOf<'image-to-video'> = {
  id: 'svd',
  title: 'SVD',
  description: '',
  license: 'Apache-2.0',
  source: '',
  kind: 'image-to-video',
  folder: '/models/svd',
  bytes: 1,
  bundled: false,
  removable: true,
  limits: { sizeUnit: 8, maxFrames: 1024, maxSteps: 1000 },
  defaults: {
    ...{ steps: 25, warmup: 5, cooldown: 0, frames: 14, width: 64, height: 32, fps: 7 },
    ...{ minGuidanceScale: 1, maxGuidanceScale: 3, motionBucketId: 127, noiseAugStrength: 0.02 },
    decodeChunk: 14,
  },
  examples: [],
};
const devices: Device[] = [{ id: 'cpu:0', name: 'CPU', kind: 'cpu', threads: 1 }];

const picture = (id: string, patch: Partial<FormPicture> = {}): FormPicture => ({
  ...{ id, name: `${id}.png`, width: 300, height: 200, focus: { x: 0.5, y: 0.25 } },
  ...patch,
});

const form = (patch: Partial<ImageToVideoValues> = {}): ImageToVideoValues => ({
  ...imageToVideo.withDefaults(imageToVideo.empty, model),
  pictures: [picture('a')],
  seed: 7,
  ...patch,
});

async function requestsOf(values: ImageToVideoValues): Promise<RequestOf<'image-to-video'>[]> {
  const check = checkForm(values, model, devices);
  if (!check.ok) throw new Error(check.reason);
  const drafts = await draftsOf(check);
  return drafts.map(({ request }) => request as RequestOf<'image-to-video'>);
}

describe('the form for pictures', () => {
  it('waits for a picture without calling that an error', () => {
    const check = checkForm(form({ pictures: [] }), model, devices);
    expect(check).toMatchObject({
      ...{ ok: false, reason: 'Choose a picture first, or drop one.', problems: {} },
    });
  });

  it('asks for a clip of each picture, framed as it was shown', async () => {
    const requests = await requestsOf(form({ pictures: [picture('a'), picture('b')], fit: 'pad' }));
    expect(framings).toEqual(
      ['a', 'b'].map((id) => ({
        ...{ id, fit: 'pad', focus: { x: 0.5, y: 0.25 }, shape: { width: 64, height: 32 } },
      })),
    );
    expect(requests.map(({ image }) => image)).toEqual([
      { file: '1.rgb', name: 'a.png', width: 64, height: 32 },
      { file: '2.rgb', name: 'b.png', width: 64, height: 32 },
    ]);
    expect(requests[0]).toMatchObject({
      ...{ kind: 'image-to-video', seed: 7, steps: 25, frames: 14, width: 64, height: 32, fps: 7 },
      ...{ minGuidanceScale: 1, maxGuidanceScale: 3, motionBucketId: 127, noiseAugStrength: 0.02 },
      decodeChunk: 14,
    });
  });

  it('decodes no more frames at once than there are', async () => {
    const [request] = await requestsOf(form({ frames: 5, decodeChunk: 14 }));
    expect(request?.decodeChunk).toBe(5);
  });

  it.each([
    ['motionBucketId', { motionBucketId: 1024 }, 'Motion is a whole number from 0 to 1023.'],
    ['noiseAugStrength', { noiseAugStrength: '' }, 'Augmentation is a number from 0 to 10.'],
    ['minGuidanceScale', { minGuidanceScale: 101 }, 'Guidance is a number from 0 to 100.'],
    ['fps', { fps: 7.5 }, 'The frame rate is a whole number from 1 to 240.'],
    ['decodeChunk', { decodeChunk: 0 }, 'The chunk is a whole number from 1 to 1024.'],
    ['width', { width: 60 }, 'This model makes multiples of 8 pixels, such as 64.'],
  ] as const)('names what is wrong with %s', (field, patch, sentence) => {
    const check = checkForm(form(patch), model, devices);
    expect(check.problems[field]).toBe(sentence);
    expect(check.ok ? '' : check.reason).toBe(sentence);
  });

  it('comes back from its own request but for the picture, which has been framed', async () => {
    const values = form({ motionBucketId: 33, noiseAugStrength: 0.1, fit: 'pad' });
    const check = checkForm(values, model, devices);
    if (!check.ok) throw new Error(check.reason);
    const [draft] = await draftsOf(check);
    if (draft?.request.kind !== 'image-to-video') throw new Error('Nothing is asked for.');
    const { motionBucketId, noiseAugStrength, fit, pictures } = imageToVideo.fromRequest(
      draft.request,
      commonOf(draft),
    );
    expect({ motionBucketId, noiseAugStrength, fit, pictures }).toEqual({
      ...{ motionBucketId: 33, noiseAugStrength: 0.1, fit: 'crop', pictures: [] },
    });
    const squeezed = { ...draft.request, image: { ...draft.request.image, width: 300, height: 200 } };
    expect(imageToVideo.fromRequest(squeezed, commonOf(draft)).fit).toBe('stretch');
  });

  it('keeps its pictures when another model is chosen', () => {
    const values = form({ pictures: [picture('a'), picture('b')] });
    expect(imageToVideo.withDefaults(values, { ...model, id: 'other' }).pictures).toEqual(values.pictures);
  });
});

describe('the remembered form', () => {
  it('survives a round through storage', () => {
    const values = form({ pictures: [picture('a'), picture('b')], fit: 'stretch' });
    expect(restoreForm('image-to-video', JSON.parse(JSON.stringify(values)))).toEqual(values);
  });

  it('leaves out what is no picture', () => {
    const pictures = [
      ...[null, 'a', {}, { ...picture('a'), id: 7 }, { ...picture('b'), focus: { x: 2, y: 0 } }],
      ...[{ ...picture('c'), width: 0 }, picture('d')],
    ];
    const restored = restoreForm('image-to-video', { pictures, fit: 'bend' });
    expect(restored.pictures).toEqual([picture('d')]);
    expect(restored.fit).toBe('crop');
    expect(restoreForm('image-to-video', { pictures: 'none' }).pictures).toEqual([]);
  });
});
