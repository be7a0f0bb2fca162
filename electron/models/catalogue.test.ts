import { cpSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ModelCatalogue } from './catalogue';

const tiny = fileURLToPath(new URL('../../test/fixtures/cogvideox-tiny/bundle', import.meta.url));
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'parastep-models-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const catalogue = (...paths: string[]): ModelCatalogue =>
  new ModelCatalogue(
    paths.map((path, i) => ({ path, bundled: i === 0 })),
    'no token counter is needed',
  );

describe('the catalogue', () => {
  it('finds models in folders, and a folder that is one', async () => {
    cpSync(tiny, join(folder, 'shelf', 'tiny'), { recursive: true });
    for (const path of [join(folder, 'shelf'), tiny]) {
      const { models, broken } = await catalogue(path).list();
      expect(broken).toEqual([]);
      expect(models).toMatchObject([
        {
          ...{ id: 'cogvideox-tiny', title: 'Tiny CogVideoX', bundled: true, kind: 'text-to-video' },
          defaults: { steps: 8, frames: 9, width: 32, height: 32, warmup: 3, cooldown: 0, fps: 8 },
          limits: { sizeUnit: 16, promptTokens: 16, maxSteps: 1000 },
        },
      ]);
    }
  });

  it('names what is wrong with the others, and passes over what is no model', async () => {
    const shelf = join(folder, 'mixed');
    mkdirSync(join(shelf, '.hidden'), { recursive: true });
    writeFileSync(join(shelf, 'notes.txt'), '');
    mkdirSync(join(shelf, 'empty'));
    cpSync(tiny, join(shelf, 'cut'), { recursive: true });
    truncateSync(join(shelf, 'cut', 'transformer', 'model.onnx'), 10);
    const { models, broken } = await catalogue(shelf, join(folder, 'nowhere')).list();
    expect(models).toEqual([]);
    expect(broken).toEqual([
      { folder: join(shelf, 'cut'), problem: expect.stringMatching(/has 10 bytes and should have/) },
      { folder: join(shelf, 'empty'), problem: expect.stringMatching(/does not exist: choose a folder/) },
    ]);
  });

  it('takes the first of two with one identifier', async () => {
    cpSync(tiny, join(folder, 'own', 'tiny'), { recursive: true });
    const { models, broken } = await catalogue(tiny, join(folder, 'own')).list();
    expect(models.map(({ folder: path }) => path)).toEqual([tiny]);
    expect(broken).toMatchObject([
      { folder: join(folder, 'own', 'tiny'), problem: expect.stringContaining(tiny) },
    ]);
  });

  it('finds a model that has come since', async () => {
    const late = join(folder, 'late');
    const models = catalogue(late);
    await expect(models.get('cogvideox-tiny')).rejects.toMatchObject({ code: 'bundle-missing' });
    cpSync(tiny, join(late, 'tiny'), { recursive: true });
    expect((await models.get('cogvideox-tiny')).card.bundled).toBe(true);
  });
});
