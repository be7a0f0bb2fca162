import { createHash } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { MANIFEST_FILE, type Manifest, StudioError } from '../../workers/api';
import { tinyBundle } from '../support/fixtures';
import { devicesOf, temporaryFolder, testEngine, tinyJob } from '../support/jobs';
import { field, graphProto, message, modelProto, node, tensorProto, valueInfo } from '../support/onnx';

const INT64 = 7;
/** More than any machine has: 64 TiB of float32. */
const FAR_TOO_MANY = 2n ** 44n;

/** `image_embeds`-like output that first asks for an array of 2^44 values, and then for its mean. */
function greedyEncoder(channels: number): Buffer {
  const shape = Buffer.alloc(8);
  shape.writeBigInt64LE(FAR_TOO_MANY);
  const int64 = (name: string, dims: number[], raw: Buffer) =>
    message(...dims.map((dim) => field(1, dim)), field(2, INT64), field(8, name), field(9, raw));
  const ids = message(
    field(1, 'input_ids'),
    field(
      2,
      field(
        1,
        message(
          field(1, INT64),
          field(2, message(field(1, field(2, 'batch')), field(1, field(2, 'tokens')))),
        ),
      ),
    ),
  );
  const zero = Buffer.alloc(4 * channels);
  return modelProto(
    graphProto({
      nodes: [
        node({ operator: 'ConstantOfShape', inputs: ['extent'], outputs: ['vast'] }),
        node({ operator: 'ReduceMean', inputs: ['vast'], outputs: ['mean'] }),
        node({ operator: 'Add', inputs: ['mean', 'zeros'], outputs: ['row'] }),
        node({ operator: 'Shape', inputs: ['input_ids'], outputs: ['extents'] }),
        node({
          operator: 'Concat',
          inputs: ['extents', 'width'],
          outputs: ['wanted'],
          attributes: [axis(0)],
        }),
        node({ operator: 'Expand', inputs: ['row', 'wanted'], outputs: ['last_hidden_state'] }),
      ],
      initializers: [
        int64('extent', [1], shape),
        int64('width', [1], Buffer.from(BigInt64Array.of(BigInt(channels)).buffer)),
        tensorProto({ name: 'zeros', dims: [channels], raw: zero }),
      ],
      inputs: [ids],
      outputs: [valueInfo('last_hidden_state', ['batch', 'tokens', channels])],
    }),
  );
}

const axis = (value: number) => message(field(1, 'axis'), field(3, value), field(20, 2));

/** The tiny bundle with a text encoder that asks for more memory than there is. */
function greedyBundle(): string {
  const folder = join(temporaryFolder(), 'greedy');
  cpSync(tinyBundle, folder, { recursive: true });
  const manifestFile = join(folder, MANIFEST_FILE);
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as Manifest;
  const graph = manifest.components['text_encoder']?.graphs['model'];
  const channels = Number(graph?.outputs[0]?.shape[2]);
  const model = greedyEncoder(channels);
  const path = String(graph?.path);
  writeFileSync(join(folder, path), model);
  const sha256 = createHash('sha256').update(model).digest('hex');
  const files = { ...manifest.files, [path]: { bytes: model.length, sha256 } };
  writeFileSync(manifestFile, JSON.stringify({ ...manifest, files }));
  return folder;
}

it('a graph that needs more memory than there is ends its job in those words, and the next job runs', async () => {
  const engine = testEngine(1);
  const plan = { degree: 1, warmup: 0, devices: 1 };
  const greedy = { ...tinyJob({ plan }), bundle: greedyBundle() };
  const error = await engine.start(greedy, devicesOf(greedy)).result.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(StudioError);
  expect(error).toMatchObject({ code: 'out-of-memory', device: 'cpu:0' });
  expect((error as StudioError).message).toMatch(/cpu:0 ran out of memory .*text_encoder.*Close other/);

  const next = tinyJob({ plan });
  await expect(engine.start(next, devicesOf(next)).result).resolves.toMatchObject({ devices: ['cpu:0'] });
});
