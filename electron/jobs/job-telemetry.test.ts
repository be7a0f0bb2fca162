import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EvaluationEvent } from '../../workers/api';
import type { Log } from '../logs/log';
import { JobTelemetry } from './job-telemetry';

const evaluation = (step: number): EvaluationEvent => ({
  round: step,
  kind: 'warm-up',
  slot: 0,
  step,
  branch: 'both',
  device: 'cpu:0',
  dispatched: step,
  started: step,
  ended: step + 1,
  received: step + 1,
  bytesDown: 1,
  bytesUp: 1,
  headerBytes: 1,
  drift: null,
});

describe('telemetry of jobs that are no results', () => {
  let folder: string;
  let errors: string[];
  let telemetry: JobTelemetry;
  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), 'parastep-telemetry-')), 'telemetry');
    errors = [];
    const log = { error: (text: string) => errors.push(text), info: () => undefined } as unknown as Log;
    telemetry = new JobTelemetry(folder, log);
  });
  afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

  const stepsOf = async (job: string): Promise<number[]> => (await telemetry.of(job)).map(({ step }) => step);

  it('is there while the job runs, and after it has failed, for the next run of the app too', async () => {
    telemetry.note('a', [evaluation(0)]);
    telemetry.note('a', [evaluation(1), evaluation(2)]);
    expect(await stepsOf('a')).toEqual([0, 1, 2]);
    await telemetry.keep('a');
    telemetry = new JobTelemetry(folder, undefined as unknown as Log);
    expect(await stepsOf('a')).toEqual([0, 1, 2]);
  });

  it('is empty for a job that nothing was heard of, and leaves no file of it', async () => {
    await telemetry.keep('never');
    expect(await stepsOf('never')).toEqual([]);
    expect(readdirSync(join(folder, '..'))).toEqual([]);
  });

  it('goes with its job', async () => {
    for (const job of ['a', 'b', 'c']) {
      telemetry.note(job, [evaluation(0)]);
      await telemetry.keep(job);
    }
    await telemetry.forget('a');
    await telemetry.forgetOthers(['c']);
    expect(readdirSync(folder)).toEqual(['c.ndjson']);
  });

  it('leaves out a line that was cut short', async () => {
    telemetry.note('a', [evaluation(0)]);
    await telemetry.keep('a');
    writeFileSync(join(folder, 'a.ndjson'), `${JSON.stringify(evaluation(0))}\n{"round":`);
    expect(await stepsOf('a')).toEqual([0]);
  });

  it('says in the log that it could not be kept, and nothing else is lost', async () => {
    writeFileSync(folder, 'a file where the folder should be');
    telemetry.note('a', [evaluation(0)]);
    await telemetry.keep('a');
    expect(errors).toEqual(['telemetry of a could not be kept']);
  });
});
