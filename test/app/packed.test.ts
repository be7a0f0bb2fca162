import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Answer, LibraryPage, Queue, RequestName, RequestParams } from '../../electron/contract';
import { repository } from '../support/fixtures';
import { appEnv, draft, freshData, processEnv, standardSwitches, videoOf } from './support/app';
import { PagePipe } from './support/page-pipe';

/** The app as it ships, packed by this test with the Electron that there is. */
const folder = join(
  repository,
  'dist',
  `${process.platform === 'win32' ? 'win' : process.platform}-unpacked`,
);
const executable = join(folder, process.platform === 'win32' ? 'ParaStep Studio.exe' : 'parastep-studio');

describe.skipIf(process.platform === 'darwin')('the packed app', () => {
  beforeAll(() => {
    const pack = join(repository, 'build', 'pack.mjs');
    const { status, stderr } = spawnSync(process.execPath, [pack, '--built'], { encoding: 'utf8' });
    expect(status, stderr).toBe(0);
  }, 300_000);

  it('lets nobody run other code with it', async () => {
    const fuses = await getCurrentFuseWire(executable);
    // The binary holds each switch as a digit.
    const isOn = (fuse: FuseV1Options): boolean => String.fromCharCode(fuses[fuse] ?? 0) === '1';
    const states = {
      runAsNode: isOn(FuseV1Options.RunAsNode),
      cookieEncryption: isOn(FuseV1Options.EnableCookieEncryption),
      nodeOptions: isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      inspect: isOn(FuseV1Options.EnableNodeCliInspectArguments),
      integrity: isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      onlyFromArchive: isOn(FuseV1Options.OnlyLoadAppFromAsar),
    };
    expect(states).toEqual({
      ...{ runAsNode: false, nodeOptions: false, inspect: false },
      ...{ cookieEncryption: true, integrity: true, onlyFromArchive: true },
    });
  });

  it('holds what it needs of this platform, and nothing of another or of the command line', () => {
    const resources = join(folder, 'resources');
    expect(readdirSync(resources).sort()).toEqual(['app.asar', 'app.asar.unpacked', 'assets']);
    const packages = join(resources, 'app.asar.unpacked', 'node_modules');
    expect(readdirSync(packages).sort()).toEqual(['@koromix', '@libsql', 'onnxruntime-node']);
    const runtimes = join(packages, 'onnxruntime-node', 'bin', 'napi-v6');
    expect(readdirSync(runtimes)).toEqual([process.platform]);
    expect(readdirSync(join(runtimes, process.platform))).toEqual([process.arch]);
    expect(existsSync(join(resources, 'assets', 'icons', 'icon.png'))).toBe(true);
  });

  it('makes a clip', async () => {
    const data = freshData();
    const page = await PagePipe.start(executable, standardSwitches(), { ...processEnv(), ...appEnv(data) });
    onTestFinished(() => {
      page.process.kill('SIGKILL');
    });
    const ask = async <T>(name: RequestName, params?: RequestParams<RequestName>): Promise<T> => {
      const asked = `studio.request(${JSON.stringify(name)}, ${JSON.stringify(params) ?? 'undefined'})`;
      const answer = await page.evaluate<Answer<T>>(asked);
      if (!answer.ok) throw new Error(answer.error.message);
      return answer.value;
    };
    expect(await ask('app.info')).toMatchObject({ version: '0.1.0', hasCommandLine: false });
    const job = await ask<string>('queue.add', draft());
    const states = async (): Promise<string[]> =>
      (await ask<Queue>('queue.get')).jobs.map(({ state, error }) => error?.message ?? state);
    await expect.poll(states, { timeout: 30_000 }).toEqual([]);
    const { results } = await ask<LibraryPage>('library.list', { search: '', offset: 0, limit: 10 });
    expect(results).toMatchObject([{ id: job, media: { frames: 9, width: 32, height: 32 } }]);
    const [result] = results;
    if (result === undefined) throw new Error('The library is empty.');
    const size = await page.evaluate<number>(
      `fetch(${JSON.stringify(videoOf(result.media).framesUrl)}).then(async (answer) => (await answer.arrayBuffer()).byteLength)`,
    );
    expect(size).toBe(9 * 32 * 32 * 3);
    expect(await ask('models.countTokens', { model: 'cogvideox-tiny', text: 'a boat on the sea' })).toBe(10);
  });
});
