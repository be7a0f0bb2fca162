import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MANIFEST_FILE } from '../../workers/api';
import { tinyBundle } from '../support/fixtures';
import { HubServer } from '../support/hub-server';
import { commandLine, temporaryFolder } from '../support/jobs';

let data: string;
let hub: HubServer;
/** Interrupts the command that was started last, as Ctrl+C does. */
let interrupt: () => void;
beforeEach(async () => {
  data = temporaryFolder();
  hub = await HubServer.start(tinyFiles());
});
afterEach(() => hub.close());

/** The tiny bundle as a repository. */
function tinyFiles(): Record<string, Buffer> {
  const manifest = readFileSync(join(tinyBundle, MANIFEST_FILE));
  const listed = Object.keys(JSON.parse(manifest.toString('utf8')).files);
  const files = listed.map((path) => [path, readFileSync(join(tinyBundle, path))] as const);
  return Object.fromEntries([...files, [MANIFEST_FILE, manifest]]);
}

/** Not `spawnSync`, because the hub answers from this process. */
function models(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const env = { ...process.env, PARASTEP_DATA_DIR: data, HF_ENDPOINT: hub.endpoint, HF_TOKEN: '' };
  const child = spawn(process.execPath, [commandLine, 'models', ...args], { env });
  interrupt = () => child.kill('SIGINT');
  const text = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    text.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    text.stderr += chunk;
  });
  return new Promise((done) => child.on('close', (code) => done({ code, ...text })));
}

const place = (): string => join(data, 'models', 'cogvideox-tiny');

describe('parastep models', () => {
  it('downloads into the folder of the window, lists, verifies and removes', async () => {
    const downloaded = await models('download', hub.repository, '--json');
    expect(downloaded).toMatchObject({ code: 0, stderr: '' });
    const records = downloaded.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const { done, total } = records.filter(({ type }) => type === 'transfer').at(-1);
    expect(done).toBe(total);
    expect(records.at(-1)).toMatchObject({
      type: 'installed',
      folder: place(),
      model: { id: 'cogvideox-tiny' },
    });

    const listed = JSON.parse((await models('list', '--json')).stdout);
    expect(listed.models).toContainEqual(
      expect.objectContaining({ id: 'cogvideox-tiny', folder: place(), removable: true }),
    );
    expect((await models('verify', 'cogvideox-tiny')).stdout).toMatch(
      /Every file of .* is as it was exported/,
    );

    expect(await models('remove', 'cogvideox-tiny')).toMatchObject({ code: 0 });
    expect(existsSync(place())).toBe(false);
    expect(await models('remove', 'cogvideox-tiny')).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(/is not here/),
    });
  });

  it('keeps what has come when it is interrupted, and goes on from there', async () => {
    const file = 'vae_decoder/weights.onnx_data';
    hub.fail(file, { kind: 'stall', after: 1000 });
    const stopped = models('download', hub.repository);
    await expect.poll(() => hub.answered.some(({ path }) => path === file), { timeout: 60_000 }).toBe(true);
    interrupt();
    expect(await stopped).toMatchObject({
      code: 130,
      stderr: expect.stringMatching(/It was stopped. What has come is kept/),
    });
    expect(existsSync(place())).toBe(false);

    const before = hub.answered.length;
    expect(await models('download', hub.repository)).toMatchObject({ code: 0 });
    const again = hub.answered.slice(before).map(({ path }) => path);
    expect(again).toContain(file);
    expect(again).not.toContain('text_encoder/model.onnx');
  });

  it('imports a folder, and refuses what is damaged', async () => {
    expect(await models('import', tinyBundle)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/Tiny CogVideoX is installed \(licence Apache-2.0\)/),
    });
    const twice = await models('import', tinyBundle);
    expect(twice).toMatchObject({ code: 2, stderr: expect.stringMatching(/is here already/) });

    const file = join(place(), 'transformer/config.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"', "'"));
    const verified = await models('verify', place());
    expect(verified).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(/transformer\/config.json has changed since it was exported/),
    });
  });

  it('leaves alone what it has not installed', async () => {
    const bundled = JSON.parse((await models('--json')).stdout).models.map(({ id }: { id: string }) => id);
    expect(bundled).toContain('demo-text-to-video');
    const refused = await models('remove', 'demo-text-to-video');
    expect(refused).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/was not installed by this app/),
    });
    const inFolder = await models('list', '--folder', join(tinyBundle, '..'));
    expect(inFolder.stdout).toContain(basename(tinyBundle));
  });
});
