import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DEFAULT_DEADLINES, type Engine, type Job, type JobEvent, StudioError } from '../../workers/api';
import { devicesOf, testEngine, tinyJob } from '../support/jobs';

/** Long enough for the test to act in its middle, short enough to wait for. */
const longRequest = { steps: 400 };
const deadlines = { ...DEFAULT_DEADLINES, firstEvaluationMs: 5_000, leastEvaluationMs: 1_000 };
const engine = testEngine(2, { deadlines });

/** Runs a job, calls `act` once some steps are done, and gives the error that it ends with. */
async function failureOf(job: Job, act: () => void): Promise<StudioError> {
  let acted = false;
  const onEvent = (event: JobEvent): void => {
    if (acted || event.type !== 'progress' || event.stage !== 'denoise' || event.done < 20) return;
    acted = true;
    act();
  };
  const outcome = await engine.start(job, devicesOf(job), onEvent).result.catch((error: unknown) => error);
  expect(outcome).toBeInstanceOf(StudioError);
  return outcome as StudioError;
}

const signal = (device: string, name: NodeJS.Signals): void => {
  const pid = engine.devices.processOf(device)?.pid;
  if (pid === undefined) throw new Error(`${device} does not run.`);
  process.kill(pid, name);
};

async function nextJobRuns(): Promise<void> {
  const job = tinyJob();
  const result = await engine.start(job, devicesOf(job)).result;
  expect(result.media).toMatchObject({ frames: 9 });
}

/** Commands of all processes that this one has started, directly or not. */
function descendants(): string[] {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).trim().split('\n');
  const table = rows.map((row) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(row)).filter((match) => match !== null);
  const family = new Set([String(process.pid)]);
  for (let size = 0; size !== family.size; ) {
    size = family.size;
    for (const [, pid, parent] of table) if (family.has(parent ?? '')) family.add(pid ?? '');
  }
  return table.filter(([, pid]) => family.has(pid ?? '')).map(([, , args]) => args ?? '');
}

const ours = (): string[] => descendants().filter((args) => /(conductor|device)\.cjs/.test(args));

describe.skipIf(process.platform === 'win32')('a device that fails in mid-job', () => {
  it('killed: the job ends with an error that names it, and the next job runs', async () => {
    const error = await failureOf(tinyJob({ request: longRequest }), () => signal('cpu:1', 'SIGKILL'));
    expect(error.code).toBe('device-lost');
    expect(error.device).toBe('cpu:1');
    expect(error.message).toMatch(/^cpu:1 stopped working/);
    await nextJobRuns();
  });

  it('stopped: the deadline passes, the error names it, its process goes, and the next job runs', async () => {
    const error = await failureOf(tinyJob({ request: longRequest }), () => signal('cpu:0', 'SIGSTOP'));
    expect(error.code).toBe('device-late');
    expect(error.message).toMatch(/^cpu:0 has not answered for 1 seconds/);
    await nextJobRuns();
  });

  it('stopped while no deadline is near: its missing pulse gives it away', async () => {
    const patient = testEngine(2);
    const job = tinyJob({ request: longRequest });
    const outcome = patient.start(job, devicesOf(job), (event) => {
      if (event.type !== 'progress' || event.stage !== 'load' || event.done !== 1) return;
      const pid = patient.devices.processOf('cpu:1')?.pid;
      if (pid !== undefined) process.kill(pid, 'SIGSTOP');
    }).result;
    await expect(outcome).rejects.toMatchObject({
      code: 'device-late',
      device: 'cpu:1',
      detail: expect.stringContaining('no sign of life') as string,
    });
    const next = tinyJob();
    expect((await patient.start(next, devicesOf(next)).result).media).toMatchObject({ frames: 9 });
  });

  it('cancelled: it ends at once, the workers stay, and the next job runs', async () => {
    const job = tinyJob({ request: longRequest });
    const before = engine.devices.processOf('cpu:0')?.pid;
    const running = engine.start(job, devicesOf(job), (event) => {
      if (event.type === 'progress' && event.stage === 'denoise' && event.done > 5) running.cancel();
    });
    await expect(running.result).rejects.toMatchObject({ code: 'cancelled' });
    await nextJobRuns();
    expect(engine.devices.processOf('cpu:0')?.pid).toBe(before);
    expect(readdirSync(job.outputFolder)).toEqual([]);
  });

  it('closed: no process and no shared memory stays behind', async () => {
    const other: Engine = testEngine(2);
    const job = tinyJob({ request: longRequest });
    const outcome = other.start(job, devicesOf(job), (event) => {
      if (event.type === 'progress' && event.stage === 'denoise' && event.done > 5) void other.close();
    }).result;
    await expect(outcome).rejects.toBeInstanceOf(StudioError);
    await other.close();
    await engine.close();
    expect(ours()).toEqual([]);
    const shared = process.platform === 'linux' ? readdirSync('/dev/shm') : [];
    expect(shared.filter((name) => name.startsWith('parastep-'))).toEqual([]);
  });
});
