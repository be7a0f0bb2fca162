import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type BundleDownload,
  downloadBundle,
  incomingDownload,
  readRecord,
} from '../../electron/models/installing/bundle-download';
import { parseRepository } from '../../electron/models/installing/hub-repository';
import { incomingFolders, type Progress } from '../../electron/models/installing/incoming';
import { type Manifest, openBundle, StudioError, verifyBundle } from '../../workers/api';
import { HubServer } from '../support/hub-server';
import { temporaryFolder } from '../support/jobs';
import { adder, adderManifest, tensorProto } from '../support/onnx';

const LENGTH = 100_000;
const GRAPH = 'transformer/model.onnx';
const WEIGHTS = 'transformer/model.onnx_data';
/** Long enough for a busy machine; one test waits for a stall, and makes it short. */
const timing = { stallMs: 20_000, retryMs: 1 };

/** The files of a repository, weights told apart by `value`. */
function repositoryFiles(value: number): Record<string, Buffer> {
  const weights = Buffer.from(new Float32Array(LENGTH).fill(value).buffer);
  const location = { location: 'model.onnx_data', offset: '0', length: String(weights.length) };
  const files = {
    [WEIGHTS]: weights,
    [GRAPH]: adder(tensorProto({ name: 'w', dims: [LENGTH], external: location }), LENGTH),
  };
  return { ...files, 'parastep.json': Buffer.from(JSON.stringify(adderManifest(files, LENGTH))) };
}

let hub: HubServer;
let models: string;
let download: BundleDownload;
beforeEach(async () => {
  hub = await HubServer.start(repositoryFiles(0.5));
  models = join(temporaryFolder(), 'models');
  download = { repository: hub.repository, hub: { endpoint: hub.endpoint, token: undefined }, models };
});
afterEach(() => hub.close());

const run = (
  onProgress: (progress: Progress) => void = () => undefined,
  signal = new AbortController().signal,
  stallMs = timing.stallMs,
) => downloadBundle(download, { onProgress, signal, timing: { ...timing, stallMs } });

/** Runs a download that is refused or fails, and answers why; nothing may have been installed. */
async function failure(): Promise<StudioError> {
  const error = await run().then(
    () => 'installed',
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StudioError);
  expect(existsSync(join(models, 'adder'))).toBe(false);
  return error as StudioError;
}

async function installedWhole(folder: string): Promise<void> {
  expect(folder).toBe(join(models, 'adder'));
  await verifyBundle(await openBundle(folder));
  expect(await incomingFolders(models)).toEqual([]);
  // Nothing but what the manifest lists.
  expect(readdirSync(join(folder, 'transformer')).sort()).toEqual(['model.onnx', 'model.onnx_data']);
}

const weightAnswers = () => hub.answered.filter(({ path }) => path === WEIGHTS);

it('a download is installed whole, tells how far it is, and needs the hub no more', async () => {
  const told: Progress[] = [];
  const folder = await run((progress) => told.push(progress));
  await installedWhole(folder);
  const total = told.at(-1)?.total ?? 0;
  expect(total).toBeGreaterThan(400_000);
  expect(told[0]).toEqual({ done: 0, total, title: 'Adder', license: 'CC0-1.0' });
  expect(told.at(-1)?.done).toBe(total);
  for (let i = 1; i < told.length; i++) expect(told[i]?.done).toBeGreaterThanOrEqual(told[i - 1]?.done ?? 0);
});

describe('a network that fails', () => {
  it('cut: goes on where the connection ended', async () => {
    hub.fail(WEIGHTS, { kind: 'cut', after: 100_000 }, { kind: 'cut', after: 50_000 });
    await installedWhole(await run());
    const ranges = weightAnswers().map(({ range }) => Number(/\d+/.exec(range ?? '')?.[0] ?? 0));
    expect(ranges).toHaveLength(3);
    expect(ranges[0]).toBe(0);
    expect(ranges[1]).toBeGreaterThan(0);
    expect(ranges[2]).toBeGreaterThan(ranges[1] ?? 0);
  });

  it('stalled: the connection is given up and taken up again', async () => {
    hub.fail(WEIGHTS, { kind: 'stall', after: 80_000 });
    await installedWhole(await run(undefined, undefined, 2_000));
    expect(weightAnswers().at(0)).toMatchObject({ range: undefined, status: 200 });
    expect(weightAnswers().at(-1)).toMatchObject({ status: 206 });
  });

  it('a flipped bit: the file is fetched anew', async () => {
    hub.fail(WEIGHTS, { kind: 'flip', at: 1234 });
    await installedWhole(await run());
    expect(weightAnswers().map(({ range }) => range)).toEqual([undefined, undefined]);
  });

  it('a file that keeps arriving damaged is refused', async () => {
    hub.fail(WEIGHTS, { kind: 'flip', at: 1 }, { kind: 'flip', at: 2 }, { kind: 'flip', at: 3 });
    const { code, message } = await failure();
    expect(code).toBe('bundle-damaged');
    expect(message).toContain(`${WEIGHTS} arrived damaged twice`);
    expect(weightAnswers()).toHaveLength(2);
  });

  it('the whole file for a range: it starts afresh', async () => {
    hub.fail(WEIGHTS, { kind: 'cut', after: 100_000 }, { kind: 'ignore-range' });
    await installedWhole(await run());
    expect(weightAnswers().map(({ status }) => status)).toEqual([200, 200]);
  });

  it('a server that is busy is asked again, a few times', async () => {
    hub.fail(WEIGHTS, { kind: 'status', status: 503 }, { kind: 'status', status: 429 });
    await installedWhole(await run());
    expect(weightAnswers()).toHaveLength(3);
  });

  it('a server that stays away is given up after a few attempts, and what has come is kept', async () => {
    hub.fail(WEIGHTS, ...Array.from({ length: 10 }, () => ({ kind: 'cut', after: 10_000 }) as const));
    const { code, message } = await failure();
    expect(code).toBe('network');
    expect(message).toContain('What has come is kept');
    expect(weightAnswers()).toHaveLength(4);
    const [folder = ''] = await incomingFolders(models);
    expect(await readRecord(folder)).toMatchObject({ repository: hub.repository, title: 'Adder' });
    expect((await readRecord(folder))?.done).toBeGreaterThan(10_000);
  });

  it('a file that is not there is not asked for again', async () => {
    hub.fail(WEIGHTS, { kind: 'status', status: 404 });
    expect((await failure()).message).toContain('the server answered 404');
    expect(weightAnswers()).toHaveLength(1);
  });

  it('no server: told in a sentence', async () => {
    await hub.close();
    expect((await failure()).message).toContain('check the connection');
    hub = await HubServer.start({});
  });
});

describe('a download that was interrupted', () => {
  /** Aborts as soon as some of the weights have come. */
  async function interrupt(): Promise<void> {
    const controller = new AbortController();
    const reason = new StudioError('cancelled', 'stopped');
    hub.fail(WEIGHTS, { kind: 'stall', after: 200_000 });
    const onProgress = ({ done }: Progress): void => {
      if (done > 100_000) controller.abort(reason);
    };
    await expect(run(onProgress, controller.signal)).rejects.toBe(reason);
  }

  it('goes on after a restart with the bytes that are missing', async () => {
    await interrupt();
    const partial = join(incomingDownload(download).bundle, `${WEIGHTS}.partial`);
    const before = statSync(partial).size;
    expect(before).toBeGreaterThan(50_000);
    const told: Progress[] = [];
    await installedWhole(await run((progress) => told.push(progress)));
    expect(weightAnswers().at(-1)).toMatchObject({ range: `bytes=${before}-`, status: 206 });
    expect(told[0]?.done).toBeGreaterThanOrEqual(before);
  });

  it.each(['ignore-if-range', 'honest'] as const)(
    'starts the file afresh when it has changed on the server, which is %s about it',
    async (server) => {
      await interrupt();
      for (const [path, content] of Object.entries(repositoryFiles(0.25))) hub.files.set(path, content);
      // The manifest is of the same version here as before, and so does not tell of the change.
      const [folder = ''] = await incomingFolders(models);
      writeFileSync(join(folder, 'bundle', 'parastep.json'), hub.files.get('parastep.json') ?? '');
      if (server === 'ignore-if-range') hub.fail(WEIGHTS, { kind: 'ignore-if-range' });
      await installedWhole(await run());
      expect(readFileSync(join(models, 'adder', WEIGHTS)).readFloatLE(0)).toBe(0.25);
    },
  );

  it('fetches only the files that a newer version has otherwise', async () => {
    await interrupt();
    for (const [path, content] of Object.entries(repositoryFiles(0.25))) hub.files.set(path, content);
    await installedWhole(await run());
    expect(weightAnswers().at(-1)).toMatchObject({ range: undefined, status: 200 });
  });

  it('does not trust what lies there: damaged, overlong or no file at all', async () => {
    await interrupt();
    const partial = join(incomingDownload(download).bundle, `${WEIGHTS}.partial`);
    const kept = readFileSync(partial);
    kept.fill(7, 0, 100);
    writeFileSync(partial, kept);
    await installedWhole(await run());

    models = join(temporaryFolder(), 'models');
    download = { ...download, models };
    await interrupt();
    truncateSync(join(incomingDownload(download).bundle, `${WEIGHTS}.partial`), 10_000_000);
    await installedWhole(await run());
  });
});

describe('the disk', () => {
  it.skipIf(!existsSync('/dev/full'))('full: one attempt, told in those words', async () => {
    const { bundle } = incomingDownload(download);
    mkdirSync(join(bundle, 'transformer'), { recursive: true });
    symlinkSync('/dev/full', join(bundle, `${WEIGHTS}.partial`));
    const { code, message } = await failure();
    expect(code).toBe('output-failed');
    expect(message).toContain('the disk is full');
    expect(weightAnswers()).toHaveLength(1);
  });

  it('too small: refused before anything large comes', async () => {
    const bytes = 2 ** 50;
    changeManifest((manifest) => {
      manifest.files[WEIGHTS] = { bytes, sha256: '0'.repeat(64) };
    });
    const listed = hub.files.get(WEIGHTS) ?? Buffer.alloc(0);
    Object.defineProperty(listed, 'length', { value: bytes });
    const { code, message } = await failure();
    expect(code).toBe('output-failed');
    expect(message).toMatch(/is too full: this model needs 11258\d\d\.\d GB more/);
    expect(weightAnswers()).toHaveLength(0);
  });
});

function changeManifest(change: (manifest: Manifest) => void): void {
  const manifest = JSON.parse(String(hub.files.get('parastep.json'))) as Manifest;
  change(manifest);
  hub.files.set('parastep.json', Buffer.from(JSON.stringify(manifest)));
}

describe('a repository that cannot be used', () => {
  it('without a manifest is refused with a sentence, and leaves nothing', async () => {
    hub.files.delete('parastep.json');
    const { code, message } = await failure();
    expect(code).toBe('bundle-unsupported');
    expect(message).toContain('has no parastep.json, so it is no model of this app');
    expect(existsSync(models)).toBe(false);
  });

  it.each<[string, (manifest: Manifest) => void, RegExp]>([
    [
      'lacks a file',
      (manifest) => (manifest.files['vae/model.onnx'] = { bytes: 1, sha256: '0'.repeat(64) }),
      /is missing/,
    ],
    [
      'has half a file',
      (manifest) => ((manifest.files[WEIGHTS] as { bytes: number }).bytes += 1),
      /and should have/,
    ],
    [
      'leads outside',
      (manifest) => (manifest.files['../evil.bin'] = { bytes: 1, sha256: '0'.repeat(64) }),
      /inside the bundle/,
    ],
    ['names itself after a path', (manifest) => Object.assign(manifest, { id: '../evil' }), /not valid: id/],
  ])('that %s is refused before its weights come', async (_what, change, reason) => {
    changeManifest(change);
    const { code, message } = await failure();
    expect(code).toBe('bundle-damaged');
    expect(message).toMatch(reason);
    expect(weightAnswers()).toHaveLength(0);
  });

  it('whose graph is another than its manifest says is not installed', async () => {
    changeManifest((manifest) => {
      const graph = manifest.components['transformer']?.graphs['model'];
      Object.assign(graph?.inputs[0] ?? {}, { name: 'z' });
    });
    expect((await failure()).message).toContain('has no z among its inputs');
  });

  it('that is private wants a token, and is had with one', async () => {
    hub.token = 'hf_secret';
    expect((await failure()).message).toContain('set HF_TOKEN');
    download = { ...download, hub: { ...download.hub, token: 'hf_secret' } };
    await installedWhole(await run());
  });

  it('that is not there', async () => {
    download = { ...download, repository: 'ada/nothing' };
    expect((await failure()).message).toContain('There is no repository ada/nothing');
  });

  it('whose model is here already', async () => {
    await run();
    await expect(run()).rejects.toMatchObject({
      message: 'Adder is here already: remove it first to install it again.',
    });
  });
});

describe('names of repositories', () => {
  it.each([
    ['ada/adder', 'ada/adder', 'main'],
    [' ada/adder@v1.0 ', 'ada/adder', 'v1.0'],
    ['https://huggingface.co/ada/adder', 'ada/adder', 'main'],
    ['https://huggingface.co/ada/adder/tree/refs/pr/1', 'ada/adder', 'refs/pr/1'],
  ])('%j is read', (text, name, revision) => {
    expect(parseRepository(text)).toEqual({ name, revision });
  });

  it.each(['', 'adder', 'ada/adder/more', '../ada', 'ada/adder@../x', 'ada/ad der', 'a'.repeat(500)])(
    '%j is refused',
    (text) => {
      expect(() => parseRepository(text)).toThrow(StudioError);
    },
  );
});
