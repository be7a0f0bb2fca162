/** Whole jobs at degree 8 on any machine, and rehearsals of the published models' denoising. */
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  type EvaluationEvent,
  idealSpeedup,
  makePlan,
  type Rehearsal,
  sequentialPlan,
  type VirtualModel,
  virtualDevices,
  WORKLOADS,
  workloadNameSchema,
} from '../../workers/api';
import { denoise } from '../../workers/parastep/denoise';
import { workloadTask } from '../../workers/pipelines/workloads';
import { framesOf, testEngine, tinyJob } from '../support/jobs';

const MODEL: VirtualModel = { evaluationMs: 20, speed: 1, latencyMs: 0.05, gigabytesPerSecond: 12 };
const COUNT = 8;

const engine = testEngine(1, { more: virtualDevices(Array.from({ length: COUNT }, () => MODEL)) });
const named = (count: number): string[] => Array.from({ length: count }, (_, i) => `virtual:${i}`);

describe('a job on virtual devices', () => {
  it('goes from prompt to clip at degree 8, and says that it is made up', async () => {
    const job = tinyJob({ plan: { degree: COUNT, devices: COUNT, warmup: 2 }, request: { frames: 17 } });
    const notices: string[] = [];
    const events: EvaluationEvent[] = [];
    const result = await engine.start(job, named(COUNT), (event) => {
      if (event.type === 'notice') notices.push(event.text);
      if (event.type === 'evaluations') events.push(...event.events);
    }).result;
    expect(framesOf(job, result)).toHaveLength(17 * 32 * 32 * 3);
    expect(notices[0]).toMatch(/virtual devices, which compute nothing/);
    expect(result.notices).toEqual(notices);
    expect(new Set(events.map(({ device }) => device)).size).toBe(COUNT);
    for (const { started, ended } of events) {
      expect(ended - started).toBeCloseTo(MODEL.evaluationMs, 3);
    }
  });

  it('shares a plan with devices that compute', async () => {
    const job = tinyJob();
    const { devices } = await engine.start(job, ['cpu:0', 'virtual:0']).result;
    expect(devices).toEqual(['cpu:0', 'virtual:0']);
  });
});

describe('a rehearsal', () => {
  const rehearsal = (change: Partial<Rehearsal> = {}): Rehearsal => ({
    id: randomUUID(),
    workload: 'audioldm2-large',
    plan: makePlan({ steps: 20, degree: 4, warmup: 4, cooldown: 0, devices: 4 }),
    reuse: 'own',
    ...change,
  });

  it('takes about the time that the plan ideally takes, and no less', async () => {
    const plan = makePlan({ steps: 20, degree: 4, warmup: 4, cooldown: 0, devices: 4 });
    const bytes: number[] = [];
    const { denoiseMs, devices } = await engine.rehearse(rehearsal({ plan }), named(4), (event) => {
      if (event.type === 'evaluations') bytes.push(...event.events.map(({ bytesDown }) => bytesDown));
    }).result;
    expect(devices).toEqual(named(4));
    expect(new Set(bytes)).toEqual(new Set([3 * 8 * 256 * 16 * 4]));
    expect(bytes).toHaveLength(20);
    expect(denoiseMs).toBeGreaterThan((MODEL.evaluationMs * plan.steps) / idealSpeedup(plan));
  });

  it('refuses devices that would need the model', async () => {
    const plan = sequentialPlan(5);
    await expect(engine.rehearse(rehearsal({ plan }), ['cpu:0']).result).rejects.toMatchObject({
      code: 'bad-request',
    });
  });

  it('can be cancelled', async () => {
    const running = engine.rehearse(rehearsal({ plan: sequentialPlan(900) }), named(1));
    setTimeout(() => running.cancel(), 50);
    await expect(running.result).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe.each(workloadNameSchema.options)('the made-up prediction in %s', (name) => {
  it('leaves the latents finite over the whole schedule', async () => {
    const { steps, warmup } = WORKLOADS[name];
    const { scheduler, initialLatents, guidanceScalesAt } = workloadTask(name, steps);
    const moment = process.hrtime.bigint();
    const timing = { dispatched: moment, started: moment, ended: moment, received: moment };
    const latents = await denoise({
      plan: makePlan({ steps, degree: 8, warmup, cooldown: 0, devices: 8 }),
      reuse: 'own',
      scheduler,
      // One slice is enough: every value goes its own way.
      initialLatents: initialLatents.data.slice(0, 1024),
      guidanceScalesAt,
      evaluate: async (_, request) => ({
        predictions: request.slots.map(({ latents }) => latents.slice()),
        timing: { ...timing, bytesDown: 0, bytesUp: 0, headerBytes: 0 },
      }),
    });
    expect(latents.every(Number.isFinite)).toBe(true);
    expect(latents.some((value) => value !== 0)).toBe(true);
  });
});
