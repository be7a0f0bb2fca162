import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CudaFetching } from '../../electron/devices/cuda/cuda-fetching';
import { CudaLibraries } from '../../electron/devices/cuda/cuda-libraries';
import { type FetchOptions, fetchCudaLibraries } from '../../electron/devices/cuda/fetch-libraries';
import { CUDA_LIBRARIES, type PublishedLibraries } from '../../electron/devices/cuda/published';
import { cudaLibraries } from '../../electron/devices/cuda/this-machine';
import type { Log } from '../../electron/logs/log';
import { NodeProcessHost, StudioError, tryDevice } from '../../workers/api';
import { repository } from '../support/fixtures';
import { HubServer } from '../support/hub-server';
import { commandLine, temporaryFolder } from '../support/jobs';
import { canMountDisks, smallDisk } from '../support/small-disk';

const ARCHIVE = 'packages/wheel.whl';
const LIBRARIES = {
  'libonnxruntime_providers_cuda.so': Buffer.concat(
    // Nothing that could be deflated to less.
    Array.from({ length: 2_000 }, (_, i) => createHash('sha256').update(String(i)).digest()),
  ),
  'libonnxruntime_providers_shared.so': Buffer.from('the shared part'),
};
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** An archive of two deflated files, with something before, between and behind them, and what it says of itself. */
function publication(): { archive: Buffer; published: PublishedLibraries } {
  let archive = Buffer.from('some header');
  const files = Object.entries(LIBRARIES).map(([name, content]) => {
    const deflated = deflateRawSync(content);
    const offset = archive.length;
    archive = Buffer.concat([archive, deflated, Buffer.from('a header')]);
    return {
      name,
      offset,
      deflatedBytes: deflated.length,
      bytes: content.length,
      sha256: sha256(content),
    };
  });
  const about = { path: ARCHIVE, bytes: archive.length, sha256: sha256(archive) };
  return { archive, published: { ...CUDA_LIBRARIES, version: '9.9.9', archive: about, files } };
}

let server: HubServer;
let home: string;
let published: PublishedLibraries;
let libraries: CudaLibraries;
beforeEach(async () => {
  const made = publication();
  published = made.published;
  server = await HubServer.start({ [ARCHIVE]: made.archive });
  home = temporaryFolder();
  libraries = open();
});
afterEach(() => server.close());

function open(folder = join(home, 'fetched'), of = published): CudaLibraries {
  const runtime = join(home, 'runtime');
  mkdirSync(runtime, { recursive: true });
  writeFileSync(join(runtime, 'libonnxruntime.so.1'), 'the runtime');
  return new CudaLibraries({ folder, runtime, published: of });
}

const run = (options: Partial<FetchOptions> = {}, of = libraries) =>
  fetchCudaLibraries(of, {
    files: server.address,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    timing: { stallMs: 20_000, retryMs: 1 },
    ...options,
  });

function expectWhole(): void {
  expect(libraries.areHere).toBe(true);
  for (const [name, content] of Object.entries(LIBRARIES)) {
    expect(readFileSync(join(libraries.place, name)).equals(content)).toBe(true);
  }
  expect(existsSync(libraries.incoming)).toBe(false);
}

/** Why it is refused; nothing may have been installed. */
async function failure(options: Partial<FetchOptions> = {}, of = libraries): Promise<StudioError> {
  const error = await run(options, of).then(
    () => 'fetched',
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StudioError);
  expect(of.areHere).toBe(false);
  expect(existsSync(of.place)).toBe(false);
  expect(of.searchFolder()).toBeUndefined();
  return error as StudioError;
}

it('fetched libraries lie beside a link to the runtime, in which they are looked for', async () => {
  expect(libraries.searchFolder()).toBeUndefined();
  const told: number[] = [];
  await run({ onProgress: ({ done }) => told.push(done) });
  expectWhole();
  expect(told.at(-1)).toBe(published.archive.bytes);
  expect(libraries.searchFolder()).toBe(libraries.place);
  expect(readlinkSync(join(libraries.place, 'libonnxruntime.so.1'))).toBe(
    join(home, 'runtime', 'libonnxruntime.so.1'),
  );
  await run();
  expectWhole();
});

it('libraries beside the runtime itself need no fetching', () => {
  for (const [name, content] of Object.entries(LIBRARIES)) {
    writeFileSync(join(home, 'runtime', name), content);
  }
  expect(libraries.areHere).toBe(true);
  expect(libraries.searchFolder()).toBeUndefined();
});

it('those of another version, and halves, are none', async () => {
  await run();
  expect(open(undefined, { ...published, version: '9.9.10' }).areHere).toBe(false);
  writeFileSync(join(libraries.place, 'libonnxruntime_providers_cuda.so'), 'half');
  expect(libraries.areHere).toBe(false);
  expect(libraries.searchFolder()).toBeUndefined();
  await run();
  expectWhole();
});

it('goes on where the connection is cut or stalls', async () => {
  server.fail(ARCHIVE, { kind: 'cut', after: 500 }, { kind: 'stall', after: 700 });
  await run({ timing: { stallMs: 300, retryMs: 1 } });
  expectWhole();
  const ranges = server.answered.map(({ range }) => range);
  expect(ranges[0]).toBeUndefined();
  expect(ranges.slice(1).every((range) => /^bytes=[1-9]\d*-$/.test(range ?? ''))).toBe(true);
  expect(ranges.length).toBeGreaterThanOrEqual(3);
});

it('goes on after it was stopped', async () => {
  const stopping = new AbortController();
  const stopped = new StudioError('cancelled', 'stopped');
  server.fail(ARCHIVE, { kind: 'stall', after: 900 });
  const onProgress = ({ done }: { done: number }): void => {
    if (done > 0) stopping.abort(stopped);
  };
  expect(await failure({ signal: stopping.signal, onProgress })).toBe(stopped);
  await run();
  expectWhole();
  expect(server.answered.at(-1)?.range).toMatch(/^bytes=[1-9]\d*-$/);
});

it('refuses what is not as published', async () => {
  const flip = { kind: 'flip', at: 4000 } as const;
  server.fail(ARCHIVE, flip, flip);
  expect(await failure()).toMatchObject({
    code: 'network',
    message: expect.stringContaining('nothing was installed'),
  });
  // One bad answer is mended by the next.
  server.fail(ARCHIVE, flip);
  await run();
  expectWhole();
});

it('refuses a library that does not come out of the archive as published', async () => {
  const files = published.files.map((file) => ({ ...file, sha256: sha256(Buffer.from('another')) }));
  const other = open(undefined, { ...published, files });
  expect((await failure({}, other)).message).toContain('nothing was installed');
});

it('says so where the archive is gone', async () => {
  server.files.clear();
  expect(await failure()).toMatchObject({ code: 'network', message: expect.stringContaining('404') });
});

it.skipIf(!canMountDisks)('refuses a disk that is too small before anything comes', async () => {
  const small = open(smallDisk(2));
  expect(await failure({}, small)).toMatchObject({
    code: 'output-failed',
    message: expect.stringMatching(/too full: the CUDA libraries need .* Free some space/),
  });
  expect(server.answered).toEqual([]);
});

describe('in the window', () => {
  const fetching = (hasCard: boolean, of: CudaLibraries | undefined = libraries) => {
    const installed: boolean[] = [];
    const made = new CudaFetching({
      libraries: of,
      files: server.address,
      hasCard: async () => hasCard,
      log: { error: () => undefined } as unknown as Log,
      onChanged: () => undefined,
      onInstalled: () => installed.push(true),
    });
    return { made, installed };
  };

  it('nothing is offered without a card, or where there are none for the system', async () => {
    expect(await fetching(false).made.state()).toBeNull();
    const none = new CudaFetching({
      libraries: undefined,
      files: server.address,
      hasCard: async () => true,
      log: {} as Log,
      onChanged: () => undefined,
      onInstalled: () => undefined,
    });
    expect(await none.state()).toBeNull();
  });

  it('they come when asked for, and the cards are tried again', async () => {
    const { made, installed } = fetching(true);
    expect(await made.state()).toMatchObject({ state: 'missing', total: published.archive.bytes });
    expect(server.answered).toEqual([]);
    made.start();
    expect(await made.state()).toMatchObject({ state: 'fetching' });
    await expect.poll(async () => (await made.state())?.state).toBe('here');
    expect(installed).toEqual([true]);
    expectWhole();
  });

  it('a failure is told and can be tried again', async () => {
    const { made, installed } = fetching(true);
    server.fail(ARCHIVE, { kind: 'status', status: 404 });
    made.start();
    await expect
      .poll(() => made.state())
      .toMatchObject({ state: 'failed', problem: expect.stringContaining('404') });
    expect(installed).toEqual([]);
    made.start();
    await expect.poll(async () => (await made.state())?.state).toBe('here');
  });
});

describe('what is published', () => {
  it('is for the ONNX Runtime that the app is made with', () => {
    const { dependencies } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
    expect(CUDA_LIBRARIES.version).toBe(dependencies['onnxruntime-node']);
  });

  it('lies in the archive', () => {
    for (const { offset, deflatedBytes, bytes } of CUDA_LIBRARIES.files) {
      expect(offset + deflatedBytes).toBeLessThan(CUDA_LIBRARIES.archive.bytes);
      expect(bytes).toBeGreaterThan(deflatedBytes);
    }
  });
});

describe.skipIf(process.platform !== 'linux' || process.arch !== 'x64')('on Linux', () => {
  const folder = () => cudaLibraries(home)?.place ?? '';

  /** Puts files of the true names and sizes where fetched ones would be; they are no libraries. */
  function pretend(): void {
    mkdirSync(folder(), { recursive: true });
    for (const { name, bytes } of CUDA_LIBRARIES.files) {
      writeFileSync(join(folder(), name), '');
      execFileSync('truncate', ['-s', String(bytes), join(folder(), name)]);
    }
  }

  it('the runtime of the app is found and linked', () => {
    pretend();
    const found = cudaLibraries(home)?.searchFolder();
    expect(found).toBe(folder());
    expect(existsSync(readlinkSync(join(folder(), 'libonnxruntime.so.1')))).toBe(true);
  });

  it('a device looks for them in the folder, and says what is wrong with them', async () => {
    pretend();
    const programs = dirname(commandLine);
    const paths = { conductor: join(programs, 'conductor.cjs'), device: join(programs, 'device.cjs') };
    const cuda = { id: 'cuda:0', provider: 'cuda', adapter: 0 } as const;
    const without = await tryDevice(new NodeProcessHost(paths), cuda);
    expect(without?.message).toMatch(
      /CUDA libraries of ONNX Runtime are not here. Fetch them on the Devices page/,
    );
    const processes = new NodeProcessHost(paths, () => cudaLibraries(home)?.searchFolder());
    const failed = await tryDevice(processes, cuda);
    expect(failed?.message).toContain(join(folder(), 'libonnxruntime_providers_cuda.so'));
    expect(failed?.message).toMatch(/could not be loaded\. Fetch .* once more/);
  });

  const fetchCuda = (args: readonly string[]) =>
    spawnSync(process.execPath, [commandLine, 'devices', 'fetch-cuda', ...args], {
      encoding: 'utf8',
      input: '',
      // Nobody listens there.
      env: { ...process.env, PARASTEP_DATA_DIR: home, PARASTEP_PYPI_FILES: 'http://127.0.0.1:9' },
    });

  it('the command line downloads nothing without consent', () => {
    const { status, stderr } = fetchCuda([]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/247 MB from 127\.0\.0\.1:9: .* by Microsoft, licence MIT, .* Add --yes to agree/);
    expect(readdirSync(home)).toEqual(['runtime']);
  });

  it('the command line says that they are here', () => {
    pretend();
    expect(fetchCuda([])).toMatchObject({ status: 0, stdout: expect.stringContaining('are here already') });
  });
});
