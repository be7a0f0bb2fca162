/** What earlier jobs have left on a device goes where the next job wants the memory, and stays where it may. */
import { randomUUID } from 'node:crypto';
import { cpSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { DEFAULT_DEADLINES, type Job, openBundle, openPipeline } from '../../workers/api';
import { runJob } from '../../workers/conductor/conduct-job';
import { RemoteDevice } from '../../workers/conductor/remote-device';
import { LaneServer } from '../../workers/device/lane-server';
import { LocalDevice } from '../../workers/device/local-device';
import { Sessions } from '../../workers/device/sessions';
import { Goldens, tinyBundle } from '../support/fixtures';
import { temporaryFolder, tinyJob } from '../support/jobs';

const spec = { id: 'cpu:0', provider: 'cpu', threads: 1 } as const;

/** Runs jobs on one device of this process, and counts the graphs that it holds after each. */
function oneDevice() {
  const sessions = new Sessions(spec);
  return async (job: Job): Promise<number> => {
    const bundle = await openBundle(job.bundle);
    const pipeline = await openPipeline(bundle, job.request, job.outputFolder);
    const devices = [new LocalDevice(spec.id, sessions)];
    await runJob({
      ...{ job, bundle, pipeline, devices },
      tell: () => undefined,
      signal: new AbortController().signal,
    });
    return sessions.count;
  };
}

const plan = { degree: 1, warmup: 0, devices: 1 };
const job = (patch: Partial<Job> = {}): Job => ({ ...tinyJob({ plan, request: { steps: 3 } }), ...patch });

const sounds = (waveforms: number): Job =>
  job({
    bundle: new Goldens('audioldm2-tiny').bundle,
    request: {
      ...{ kind: 'text-to-audio', prompt: 'rain', negativePrompt: '', seed: 1, steps: 3, guidanceScale: 1 },
      ...{ seconds: 0.32, waveforms },
    },
  });

describe('a device between jobs', () => {
  it('keeps a model for its next job, and gives it up for another’s', async () => {
    const run = oneDevice();
    const held = await run(job());
    expect(held).toBeGreaterThan(2);
    expect(await run(job())).toBe(held);
    const copy = join(temporaryFolder(), 'copy');
    cpSync(tinyBundle, copy, { recursive: true });
    expect(await run(job({ bundle: copy }))).toBe(held);
  });

  it('holds nothing where memory is short, whatever was there before', async () => {
    const run = oneDevice();
    await run(job());
    expect(await run(job({ inTurn: true }))).toBe(0);
    // Four encoders, the denoiser, two decoders and the judge.
    expect(await run(sounds(2))).toBe(8);
    // The part that judges sounds comes and goes with those that make them.
    expect(await run({ ...sounds(2), inTurn: true })).toBe(0);
  });
});

describe('a device in another process', () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  it.skipIf(process.platform === 'win32')('makes room when it is told to', async () => {
    const sessions = new Sessions(spec);
    const address = join(temporaryFolder(), `${randomUUID().slice(0, 8)}.sock`);
    server = createServer((socket) => new LaneServer(socket, new LocalDevice(spec.id, sessions), 'token'));
    await new Promise<void>((resolve) => server?.listen(address, resolve));
    const connection = { id: spec.id, address, token: 'token', sharedBytes: 0 };
    const device = await RemoteDevice.connect({ ...connection, deadlines: DEFAULT_DEADLINES });
    const loaded = async (): Promise<number> => (await device.stats()).loadedGraphs;
    const other = new Goldens('svd-tiny').bundle;
    await device.load({ bundle: tinyBundle, path: 'transformer/model.onnx' });
    await device.load({ bundle: other, path: 'vae_decoder/model.onnx' });
    await device.unloadAll(other);
    expect(await loaded()).toBe(1);
    await device.unloadAll();
    expect(await loaded()).toBe(0);
    device.close();
  });
});
