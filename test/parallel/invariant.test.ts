import { describe, expect, it } from 'vitest';
import { type Job, openBundle, openPipeline } from '../../workers/api';
import { runJob } from '../../workers/conductor/conduct-job';
import { LocalDevice } from '../../workers/device/local-device';
import { Sessions } from '../../workers/device/sessions';
import { devicesOf, framesOf, testEngine, tinyJob } from '../support/jobs';

const engine = testEngine(4);

/** Runs a job on processes. */
async function parallelFrames(job: Job): Promise<Buffer> {
  return framesOf(job, await engine.start(job, devicesOf(job)).result);
}

/** Runs the same plan in this process: every device of the plan is a view on one set of sessions. */
async function emulatedFrames(job: Job): Promise<Buffer> {
  const bundle = await openBundle(job.bundle);
  const sessions = new Sessions({ id: 'cpu:0', provider: 'cpu', threads: 1 });
  const result = await runJob({
    job,
    bundle,
    pipeline: await openPipeline(bundle, job.request, job.outputFolder),
    devices: devicesOf(job).map((id) => new LocalDevice(id, sessions)),
    tell: () => undefined,
    signal: new AbortController().signal,
  });
  return framesOf(job, result);
}

describe('a plan on processes equals the same plan in one process, bit for bit', () => {
  it.each([
    { name: 'degree 2, own', job: { reuse: 'own' } },
    { name: 'degree 2, freshest, cool-down', job: { reuse: 'freshest', plan: { cooldown: 2 } } },
    { name: 'degree 3 with a short last round', job: { plan: { degree: 3, devices: 3 } } },
    { name: 'degree 4, extrapolated', job: { reuse: 'extrapolate-1', plan: { degree: 4, devices: 4 } } },
    { name: 'degree 4 on 2 devices', job: { plan: { degree: 4, devices: 2 } } },
    { name: 'degree 4 in one batch', job: { plan: { degree: 4, devices: 1, batch: 4 } } },
    { name: 'degree 4 in batches on 2 devices', job: { plan: { degree: 4, devices: 2, batch: 2 } } },
    {
      name: 'degree 5 in batches of 3 and 2, without guidance',
      job: { plan: { degree: 5, devices: 1, batch: 3 }, request: { guidanceScale: 1 } },
    },
    { name: 'without guidance', job: { request: { guidanceScale: 1 } } },
    { name: '17 frames in two decoder chunks', job: { request: { frames: 17 } } },
  ] as const)('$name', async ({ job }) => {
    const parallel = await parallelFrames(tinyJob(job));
    const emulated = await emulatedFrames(tinyJob(job));
    expect(parallel.equals(emulated)).toBe(true);
    // A clip of one colour would be equal too.
    expect(new Set(parallel).size).toBeGreaterThan(50);
  });
});

describe('degree 1', () => {
  it('equals sequential whatever the strategy, and differs from degree 2', async () => {
    const sequential = await parallelFrames(tinyJob({ plan: { degree: 1, warmup: 0, devices: 1 } }));
    const degree1 = await parallelFrames(
      tinyJob({ reuse: 'freshest', plan: { degree: 1, warmup: 4, cooldown: 2, devices: 1 } }),
    );
    expect(degree1.equals(sequential)).toBe(true);
    const degree2 = await parallelFrames(tinyJob());
    expect(degree2.equals(sequential)).toBe(false);
  });
});

describe('telemetry', () => {
  it('tells every evaluation once, in order on one clock, with bytes and drift', async () => {
    const job = tinyJob();
    const events: import('../../workers/api').EvaluationEvent[] = [];
    const result = await engine.start(job, devicesOf(job), (event) => {
      if (event.type === 'evaluations') events.push(...event.events);
    }).result;
    expect(events.map(({ step }) => step)).toEqual(Array.from({ length: 10 }, (_, i) => i));
    const latentsBytes = 3 * 4 * 4 * 4 * 4;
    for (const event of events) {
      expect(event.dispatched).toBeLessThanOrEqual(event.started);
      expect(event.started).toBeLessThan(event.ended);
      expect(event.ended).toBeLessThanOrEqual(event.received);
      expect(event.received).toBeLessThan(result.timings.total);
      expect([event.bytesDown, event.bytesUp]).toEqual([latentsBytes, latentsBytes]);
      expect(event.headerBytes).toBeGreaterThan(0);
      if (event.slot === 0) expect(event.drift).toBeNull();
      else expect(event.drift).toBeGreaterThan(0);
    }
    expect(new Set(events.filter(({ slot }) => slot === 1).map(({ device }) => device))).toEqual(
      new Set(['cpu:1']),
    );
  });
});
