import { beforeAll, describe, expect, it } from 'vitest';
import { type Bundle, openBundle } from '../../workers/bundle/open-bundle';
import { LocalDevice } from '../../workers/device/local-device';
import { Sessions } from '../../workers/device/sessions';
import { readConfigs } from '../../workers/pipelines/cogvideox/config';
import { decodeInTiles } from '../../workers/pipelines/cogvideox/decode';
import { tileGeometry, tileShare, tilesOf } from '../../workers/pipelines/cogvideox/tiles';
import { tensor } from '../../workers/tensor/tensor';
import { cogVideoXGoldens, maxDifference, tinyBundle } from '../support/fixtures';

/** As for whole decodes: sums in another order, on values of order one. Blending adds two roundings. */
const TOLERANCE = 2e-5;

const golden = cogVideoXGoldens.json<{ sampleHeight: number; sampleWidth: number }>('tiled');
const expected = cogVideoXGoldens.tensors('tiled');
const size = { sample_height: golden.sampleHeight, sample_width: golden.sampleWidth };
const published = { sample_height: 480, sample_width: 720 };
let bundle: Bundle;
let vae: Awaited<ReturnType<typeof readConfigs>>['vae'];

beforeAll(async () => {
  bundle = await openBundle(tinyBundle);
  vae = (await readConfigs(bundle)).vae;
});

describe('decoding in tiles', () => {
  it.each([1, 2, 3])('equals diffusers’ blended tiles, dealt out to %i devices', async (count) => {
    const sessions = new Sessions({ id: 'cpu:0', provider: 'cpu', threads: 1 });
    const devices = Array.from({ length: count }, (_, i) => new LocalDevice(`cpu:${i}`, sessions));
    const { shape, data } = expected('latents');
    const latents = tensor([...shape], data as Float32Array);
    const [, , , height = 0, width = 0] = shape;
    const tiles = tilesOf({ ...vae, ...size }, { height, width });
    expect(tiles).toHaveLength(4);
    const sample = await decodeInTiles(bundle, devices, latents, { ...vae, ...size }, tiles ?? []);
    const reference = expected('tiled');
    expect(sample.shape).toEqual(reference.shape);
    expect(maxDifference(sample.data, reference.data as Float32Array)).toBeLessThan(TOLERANCE);
    // Were the tiles of no consequence, this would show nothing. Normalisation spans a tile, so every pixel changes.
    const plain = expected('plain').data as Float32Array;
    const firstPlane = height * width * 64;
    expect(maxDifference(plain.subarray(0, firstPlane), sample.data.subarray(0, firstPlane))).toBeGreaterThan(
      0.01,
    );
  });

  it('cuts the published size into three by three tiles', () => {
    expect(tileGeometry({ ...vae, ...published })).toEqual({
      rows: { latents: 30, stride: 25, blend: 40, kept: 200 },
      columns: { latents: 45, stride: 36, blend: 72, kept: 288 },
    });
    const tiles = tilesOf({ ...vae, ...published }, { height: 60, width: 90 }) ?? [];
    expect(tiles.map(({ top, left, height, width }) => [top, left, height, width])).toEqual([
      ...[
        [0, 0, 30, 45],
        [0, 36, 30, 45],
        [0, 72, 30, 18],
      ],
      ...[
        [25, 0, 30, 45],
        [25, 36, 30, 45],
        [25, 72, 30, 18],
      ],
      ...[
        [50, 0, 10, 45],
        [50, 36, 10, 45],
        [50, 72, 10, 18],
      ],
    ]);
    expect(tileShare({ ...vae, ...published }, { height: 60, width: 90 })).toBe(0.25);
  });

  it('decodes whole what fits into one tile, and where tiles would not fit together', () => {
    expect(tilesOf({ ...vae, ...published }, { height: 30, width: 45 })).toBeUndefined();
    // The tiny model's own: overlaps of a third of a latent.
    expect(tileGeometry(vae)).toBeUndefined();
    expect(tileShare(vae, { height: 60, width: 90 })).toBe(1);
  });
});
