import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkBundle, type Manifest, openBundle, StudioError } from '../../workers/api';
import { connectDevice } from '../support/devices';
import { temporaryFolder } from '../support/jobs';
import {
  adder,
  adderManifest,
  field,
  graphProto,
  message,
  modelProto,
  node,
  tensorProto,
  valueInfo,
  writeFiles,
} from '../support/onnx';
import { randomBelow } from '../support/random';

const LENGTH = 300;
const WEIGHTS = Buffer.from(new Float32Array(LENGTH).fill(0.5).buffer);
const GRAPH = 'transformer/model.onnx';
const external = (entries: Record<string, string>) =>
  adder(tensorProto({ name: 'w', dims: [LENGTH], external: entries }), LENGTH);
const HONEST = external({ location: 'model.onnx_data', offset: '0', length: String(WEIGHTS.length) });

const check = async (folder: string): Promise<void> => checkBundle(await openBundle(folder));

/** A bundle with the graph, whose manifest is right about everything that is in it. */
function bundleWith(graph: Buffer, change: (manifest: Manifest) => unknown = (manifest) => manifest): string {
  const folder = join(temporaryFolder(), 'bundle');
  const files = { [GRAPH]: graph, 'transformer/model.onnx_data': WEIGHTS };
  writeFiles(folder, { ...files, 'parastep.json': JSON.stringify(change(adderManifest(files, LENGTH))) });
  return folder;
}

async function refusal(folder: string): Promise<string> {
  const error = await check(folder).then(
    () => 'accepted',
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StudioError);
  expect(error).toMatchObject({ code: 'bundle-damaged' });
  return (error as StudioError).message;
}

it('an honest bundle is accepted', async () => {
  await check(bundleWith(HONEST));
});

describe('weights in another file', () => {
  it.each([
    ['above the bundle', '../../outside.bin'],
    ['above the graph', '../transformer/model.onnx_data'],
    ['at an absolute path', '/etc/passwd'],
    ['on a drive', 'C:\\secret.bin'],
    ['behind a backslash', '..\\..\\outside.bin'],
    ['by way of a folder that is not there', 'x/../model.onnx_data'],
    ['in a file that the manifest does not list', 'unlisted.bin'],
    ['in no file', ''],
  ])('%s are refused', async (_what, location) => {
    const folder = bundleWith(external({ location, offset: '0', length: String(WEIGHTS.length) }));
    writeFiles(folder, { 'transformer/unlisted.bin': WEIGHTS, '../outside.bin': WEIGHTS });
    expect(await refusal(folder)).toContain('names weights outside the files of the model');
  });

  it.each([
    ['beyond its end', { offset: '4', length: '1200' }, 'beyond the end'],
    ['at a negative place', { offset: '-4', length: '1200' }, 'at no place'],
    ['at an absurd place', { offset: '99999999999999999999', length: '1200' }, 'at no place'],
    ['of another length', { offset: '0', length: '400' }, '1200 bytes with 400 bytes of data'],
  ])('%s are refused', async (_what, place, reason) => {
    expect(await refusal(bundleWith(external({ location: 'model.onnx_data', ...place })))).toContain(reason);
  });

  it('are found in the attributes of nodes, in graphs within graphs, and in functions', async () => {
    const hidden = tensorProto({ name: 'c', dims: [1], external: { location: '/etc/passwd', length: '4' } });
    const constant = node({
      operator: 'Constant',
      inputs: [],
      outputs: ['c'],
      attributes: [message(field(1, 'value'), field(5, hidden), field(20, 4))],
    });
    const inner = graphProto({ nodes: [constant], inputs: [], outputs: [] });
    const branch = node({
      operator: 'If',
      inputs: ['x'],
      outputs: ['c'],
      attributes: [message(field(1, 'then_branch'), field(6, inner), field(20, 5))],
    });
    const around = (part: Buffer): Buffer =>
      modelProto(
        graphProto({
          nodes: [part],
          inputs: [valueInfo('x', [LENGTH])],
          outputs: [valueInfo('y', [LENGTH])],
        }),
      );
    const inFunction = message(HONEST, field(25, message(field(1, 'f'), field(7, constant))));
    for (const graph of [around(constant), around(branch), inFunction]) {
      expect(await refusal(bundleWith(graph))).toContain('outside the files of the model');
    }
  });
});

describe('graphs', () => {
  it.each<[string, Buffer, string]>([
    [
      'with a tensor larger than its data',
      adder(tensorProto({ name: 'w', dims: [2 ** 40], raw: new Uint8Array(4) }), LENGTH),
      'with 4 bytes of data',
    ],
    [
      'with a tensor without data',
      adder(tensorProto({ name: 'w', dims: [2 ** 40] }), LENGTH),
      'larger than its data',
    ],
    ['with a negative extent', adder(tensorProto({ name: 'w', dims: [-1] }), LENGTH), 'negative extent'],
    [
      'with an input more',
      modelProto(
        graphProto({
          nodes: [node({ operator: 'Add', inputs: ['x', 'z'], outputs: ['y'] })],
          inputs: [valueInfo('x', [LENGTH]), valueInfo('z', [LENGTH])],
          outputs: [valueInfo('y', [LENGTH])],
        }),
      ),
      'has 2 inputs where its manifest has 1',
    ],
    [
      'of another shape',
      adder(tensorProto({ name: 'w', dims: [1], raw: new Uint8Array(4) }), LENGTH + 1),
      'another shape for x',
    ],
    [
      'that read files by an operator',
      modelProto(
        graphProto({
          nodes: [node({ operator: 'EPContext', domain: 'com.microsoft', inputs: ['x'], outputs: ['y'] })],
          inputs: [valueInfo('x', [LENGTH])],
          outputs: [valueInfo('y', [LENGTH])],
        }),
      ),
      'the operator EPContext',
    ],
    [
      'with operators of somebody',
      modelProto(
        graphProto({
          nodes: [node({ operator: 'Read', domain: 'example.custom', inputs: ['x'], outputs: ['y'] })],
          inputs: [valueInfo('x', [LENGTH])],
          outputs: [valueInfo('y', [LENGTH])],
        }),
      ),
      'operators of example.custom',
    ],
    ['that are cut', HONEST.subarray(0, 100), 'ends in the middle'],
    ['that are empty', Buffer.alloc(0), 'holds no graph'],
    ['twice in a file', message(HONEST, HONEST), 'more than one graph'],
  ])('%s are refused', async (_what, graph, reason) => {
    expect(await refusal(bundleWith(graph))).toContain(reason);
  });

  it('nested without end are refused', async () => {
    let graph = graphProto({ nodes: [], inputs: [], outputs: [] });
    for (let depth = 0; depth < 100; depth++) {
      const attribute = message(field(1, 'body'), field(6, graph), field(20, 5));
      const loop = node({ operator: 'Loop', inputs: [], outputs: [], attributes: [attribute] });
      graph = graphProto({ nodes: [loop], inputs: [], outputs: [] });
    }
    expect(await refusal(bundleWith(modelProto(graph)))).toContain('nested too deeply');
  });
});

describe.skipIf(process.platform === 'win32')('links', () => {
  it.each(['parastep.json', GRAPH, 'transformer'])('a symbolic link for %s is refused', async (path) => {
    const folder = bundleWith(HONEST);
    const elsewhere = join(folder, '..', `real-${basename(path)}`);
    renameSync(join(folder, path), elsewhere);
    symlinkSync(elsewhere, join(folder, path));
    expect(await refusal(folder)).toMatch(/is a link/);
  });

  it.each(['parastep.json', GRAPH])('a hard link for %s is refused', async (path) => {
    const folder = bundleWith(HONEST);
    linkSync(join(folder, path), join(folder, '..', 'other-name'));
    expect(await refusal(folder)).toMatch(/is a link/);
  });
});

describe('manifests', () => {
  it.each(['../outside.bin', '/etc/passwd', 'a/./b', 'a//b', 'C:/x', 'a\\b'])(
    'that list the file %j are refused',
    async (path) => {
      const folder = bundleWith(HONEST, (manifest) => ({
        ...manifest,
        files: { ...manifest.files, [path]: { bytes: 0, sha256: '0'.repeat(64) } },
      }));
      expect(await refusal(folder)).toContain('inside the bundle');
    },
  );

  it.each(['model.ort', 'model.ORT', 'model.onnx.ort', 'model'])(
    'that name the graph %s, which could be read as another format, are refused',
    async (name) => {
      const path = `transformer/${name}`;
      const files = { [path]: HONEST, 'transformer/model.onnx_data': WEIGHTS };
      const folder = join(temporaryFolder(), 'bundle');
      const manifest = JSON.stringify(adderManifest(files, LENGTH)).replaceAll(GRAPH, path);
      writeFiles(folder, { ...files, 'parastep.json': manifest });
      expect(await refusal(folder)).toContain('must end in .onnx');
    },
  );

  it('that name a graph which they do not list are refused', async () => {
    const folder = bundleWith(HONEST, ({ files, ...manifest }) => ({
      ...manifest,
      files: { 'transformer/model.onnx_data': files['transformer/model.onnx_data'] },
    }));
    expect(await refusal(folder)).toContain(`does not list ${GRAPH}`);
  });
});

/** A file outside whose last reading can be told, on file systems that note it. */
class Canary {
  readonly path: string;

  constructor(folder: string) {
    this.path = join(folder, 'canary.bin');
    writeFileSync(this.path, WEIGHTS);
    // Older than its content, so that the next reading is noted under `relatime` too.
    utimesSync(this.path, 1, 2);
  }

  get wasRead(): boolean {
    return statSync(this.path).atimeMs !== 1000;
  }

  /** Whether this file system notes readings at all; reads the file. */
  get tells(): boolean {
    readFileSync(this.path);
    return this.wasRead;
  }
}

const PATHS = ['../canary.bin', '../../canary.bin', '/etc/passwd', 'transformer/../../canary.bin', 'x', ''];
const VALUES = [null, true, -1, 0, 1.5, 1e308, '', '..', '__proto__', [], {}, 'x'.repeat(5000)];

/** The JSON value with one of its parts changed, taken away, doubled or renamed. */
function mutateJson(value: unknown, random: (below: number) => number): unknown {
  const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;
  if (typeof value === 'object' && value !== null && random(8) > 0) {
    const entries = Object.entries(value);
    if (entries.length > 0) {
      const [key, part] = pick(entries);
      const changed: [string, unknown][] = entries.map(([name, old]) =>
        name === key ? [name, mutateJson(part, random)] : [name, old],
      );
      return Array.isArray(value) ? changed.map(([, item]) => item) : Object.fromEntries(changed);
    }
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const entries = Object.entries(value);
    const [key, part] = pick([...entries, ['', null]]);
    const others = entries.filter(([name]) => name !== key);
    return Object.fromEntries(random(2) === 0 ? others : [...others, [pick(PATHS), part]]);
  }
  if (typeof value === 'number' && random(2) === 0) return value + random(3) - 1;
  return random(2) === 0 ? pick(PATHS) : pick(VALUES);
}

/** The graph with some bytes changed, cut, repeated or overwritten by a path that leads outside. */
function mutateBytes(bytes: Buffer, random: (below: number) => number): Buffer {
  const mutated = Buffer.from(bytes);
  switch (random(6)) {
    case 0:
      return mutated.subarray(0, random(mutated.length));
    case 1: {
      const at = random(mutated.length);
      return Buffer.concat([mutated.subarray(0, at), mutated.subarray(random(mutated.length))]);
    }
    case 2:
      // Of the same length as the honest name, so that the structure stays whole.
      return Buffer.from(mutated.toString('latin1').replace('model.onnx_data', '../../canary.bi'), 'latin1');
    case 3: {
      const path = Buffer.from(PATHS[random(PATHS.length)] as string);
      path.copy(mutated, random(mutated.length));
      return mutated;
    }
    default:
      for (let i = 0; i <= random(4); i++) mutated[random(mutated.length)] = random(256);
      return mutated;
  }
}

const SEEDS = [1, 2, 3, 4, 5];
const EACH = 200;

describe('random mutations', () => {
  it.each(SEEDS)(`${EACH} with seed %i are refused or run, and nothing outside is read`, async (seed) => {
    const random = randomBelow(seed);
    const home = temporaryFolder();
    const canary = new Canary(home);
    const device = await connectDevice();
    let accepted = 0;
    for (let i = 0; i < EACH; i++) {
      const folder = join(home, String(i), 'bundle');
      mkdirSync(folder, { recursive: true });
      const graph = i % 2 === 0 ? mutateBytes(HONEST, random) : HONEST;
      const files = { [GRAPH]: graph, 'transformer/model.onnx_data': WEIGHTS };
      const honest = adderManifest(files, LENGTH);
      const manifest = i % 2 === 0 ? honest : mutateJson(honest, random);
      writeFiles(folder, { ...files, 'parastep.json': JSON.stringify(manifest) });
      try {
        await check(folder);
        accepted++;
      } catch (error) {
        expect(error, `mutation ${i}`).toBeInstanceOf(StudioError);
        expect((error as StudioError).code, `mutation ${i}`).toMatch(/^bundle-/);
        continue;
      }
      await device.run(folder, GRAPH, LENGTH);
      rmSync(folder, { recursive: true });
    }
    // Mutations that nothing depends on, such as those of a title, must not all be refused.
    expect(accepted).toBeGreaterThan(EACH / 50);
    expect(accepted).toBeLessThan(EACH / 2);
    const wasRead = canary.wasRead;
    if (canary.tells) expect(wasRead).toBe(false);
  });
});
