import { buildModel } from '@tracerbench/trace-model';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type EvaluationEvent, makePlan } from '../../workers/api';
import { type ChromeTrace, chromeTrace, type TraceEvent } from './chrome-trace';
import { telemetryCsv } from './csv';
import { formatOfFile } from './formats';
import { htmlReport } from './report/report';
import type { WorkRecord } from './work-record';

const plan = makePlan({ steps: 12, degree: 3, warmup: 3, cooldown: 1, devices: 2 });

/** Rounds of 100 ms; a device with two slots of a round is sent both at once and takes them in turn. */
const events: EvaluationEvent[] = plan.rounds.flatMap((round, index) =>
  round.evaluations.map(({ slot, step, branch, device }, i): EvaluationEvent => {
    const start = 50 + index * 100;
    const turn = round.evaluations.slice(0, i).filter((other) => other.device === device).length;
    return {
      round: index,
      kind: round.kind,
      slot,
      step,
      branch,
      device: `cpu:${device}`,
      dispatched: start,
      started: start + 2 + turn * 40,
      ended: start + 38 + turn * 40,
      received: start + 41 + turn * 40,
      bytesDown: 4096,
      bytesUp: 4096,
      headerBytes: 48,
      drift: slot === 0 ? null : 0.05,
    };
  }),
);

const record: WorkRecord = {
  model: 'Tiny "model"',
  request: {
    kind: 'text-to-video',
    prompt: 'a <script>alert("boat")</script> & more',
    negativePrompt: '',
    seed: 11,
    steps: 12,
    guidanceScale: 6,
    dynamicGuidance: false,
    frames: 9,
    width: 32,
    height: 32,
    fps: 8,
  },
  plan,
  reuse: 'own',
  devices: ['cpu:0', 'cpu:1'],
  events,
  timings: {
    total: 1000,
    stages: { load: 20, encode: 30, denoise: 800, decode: 100, save: 50 },
    previews: 1,
  },
  outcome: { state: 'finished' },
};

const failed: WorkRecord = {
  ...record,
  events: events.filter(({ round }) => round < 5),
  timings: undefined,
  outcome: { state: 'failed', reason: 'Device cpu:1 stopped answering.', device: 'cpu:1' },
};

/** The Trace Event Format as its document has it, for the phases that are used here. */
const common = { name: z.string().min(1), pid: z.int(), tid: z.int(), ts: z.int().min(0) };
const traceSchema = z.strictObject({
  displayTimeUnit: z.enum(['ms', 'ns']),
  otherData: z.record(z.string(), z.union([z.string(), z.number()])),
  traceEvents: z
    .array(
      z.discriminatedUnion('ph', [
        z.strictObject({
          ...common,
          ph: z.literal('M'),
          cat: z.literal('__metadata'),
          name: z.enum(['process_name', 'thread_name', 'thread_sort_index']),
          args: z.union([z.strictObject({ name: z.string() }), z.strictObject({ sort_index: z.int() })]),
        }),
        z.strictObject({
          ...common,
          ph: z.literal('X'),
          cat: z.string(),
          dur: z.int().min(0),
          args: z.record(z.string(), z.union([z.string(), z.number()])),
        }),
        z.strictObject({
          ...common,
          ph: z.literal('C'),
          cat: z.string(),
          args: z.record(z.string(), z.number()),
        }),
        z.strictObject({
          ...common,
          ph: z.literal('i'),
          cat: z.string(),
          s: z.enum(['g', 'p', 't']),
          args: z.record(z.string(), z.string()),
        }),
      ]),
    )
    .min(1),
});

/** As a viewer reads it: from text. */
const reread = (trace: ChromeTrace): ChromeTrace =>
  traceSchema.parse(JSON.parse(JSON.stringify(trace))) as ChromeTrace;

const slicesOf = (trace: ChromeTrace, thread: string): TraceEvent[] => {
  const { tid } = trace.traceEvents.find(({ ph, args }) => ph === 'M' && args?.['name'] === thread) ?? {};
  return trace.traceEvents.filter((event) => event.ph === 'X' && event.tid === tid);
};

describe('chrome trace', () => {
  const trace = reread(chromeTrace(record));

  it.each(['Stages', 'Rounds', 'cpu:0', 'cpu:1'])('has slices of %s that never overlap', (thread) => {
    const slices = slicesOf(trace, thread).sort((a, b) => a.ts - b.ts);
    expect(slices.length).toBeGreaterThan(0);
    for (const [i, { ts }] of slices.slice(1).entries()) {
      const before = slices[i] as TraceEvent;
      expect(ts).toBeGreaterThanOrEqual(before.ts + (before.dur ?? 0));
    }
  });

  it('names steps, rounds and stages', () => {
    expect(slicesOf(trace, 'cpu:1').map(({ name }) => name)).toContain('step 5, slot 1');
    expect(slicesOf(trace, 'Rounds').map(({ name }) => name)).toContain('parallel, steps 4–6');
    expect(slicesOf(trace, 'Stages').map(({ name, ts }) => [name, ts])).toEqual([
      ['load', 0],
      ['encode', 20_000],
      ['denoise', 50_000],
      ['decode', 850_000],
      ['save', 950_000],
    ]);
  });

  it('counts bytes up to their sum, and devices back to none', () => {
    const counter = (name: string) =>
      trace.traceEvents.filter((event) => event.ph === 'C' && event.name === name);
    expect(counter('bytes sent').at(-1)?.args).toEqual({ bytes: 12 * (4096 + 4096 + 48) });
    expect(counter('devices computing').at(-1)?.args).toEqual({ devices: 0 });
    expect(Math.max(...counter('devices computing').map(({ args }) => Number(args?.['devices'])))).toBe(2);
    expect(counter('drift')).toHaveLength(events.filter(({ drift }) => drift !== null).length);
  });

  it('is read by a parser of traces as one process with a thread for each track', () => {
    const { processes } = buildModel(JSON.parse(JSON.stringify(trace.traceEvents)));
    expect(processes).toHaveLength(1);
    const threads = processes[0]?.threads.map(({ name, events }) => ({
      name,
      slices: events
        .filter((event) => event.isComplete())
        .map(({ name: slice, duration }) => [slice, duration]),
    }));
    const expected = ['Stages', 'Rounds', 'cpu:0', 'cpu:1'].map((name) => ({
      name,
      slices: slicesOf(trace, name)
        .sort((a, b) => a.ts - b.ts)
        .map(({ name: slice, dur }) => [slice, dur]),
    }));
    for (const one of expected) expect(threads).toContainEqual(one);
  });

  it('of a failed job says where it ended and why', () => {
    const half = reread(chromeTrace(failed));
    expect(half.otherData).toMatchObject({ outcome: 'failed' });
    expect(half.traceEvents.at(-1)).toMatchObject({
      ph: 'i',
      name: 'failed',
      args: { reason: 'Device cpu:1 stopped answering.' },
    });
    expect(slicesOf(half, 'Stages')).toEqual([]);
  });

  it('of a job without any step is still a trace', () => {
    const { traceEvents } = reread(chromeTrace({ ...failed, events: [] }));
    expect(traceEvents.every(({ ph }) => ph !== 'X')).toBe(true);
  });
});

describe('csv', () => {
  const lines = telemetryCsv(record).split('\r\n');

  it('has one line per evaluation, and as many fields in each', () => {
    expect(lines).toHaveLength(events.length + 2);
    expect(new Set(lines.slice(0, -1).map((line) => line.split(',').length))).toEqual(new Set([16]));
    expect(lines.at(-1)).toBe('');
  });

  it('has units in the names, and nothing where nothing was reused', () => {
    expect(lines[0]).toMatch(/^round,kind,slot,step,branch,device,dispatched_ms,/);
    expect(lines[1]).toBe('0,warm-up,0,0,both,cpu:0,50.000,52.000,88.000,91.000,36.000,41.000,4096,4096,48,');
  });

  it('quotes what needs it', () => {
    const odd = { ...(events[0] as EvaluationEvent), device: 'a "b", c' };
    expect(telemetryCsv({ events: [odd] })).toContain(',"a ""b"", c",');
  });
});

describe('report', () => {
  const report = htmlReport(record);

  it('stands by itself', () => {
    expect(report).not.toMatch(/<script|\son\w+=|src=|href=|url\((?!#)|@import/i);
    expect(report).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    );
  });

  it('escapes what the user has written', () => {
    expect(report).toContain('a &lt;script&gt;alert(&quot;boat&quot;)&lt;/script&gt; &amp; more');
  });

  it('has every plot, each with a name and its numbers', () => {
    expect(report.match(/<svg [^>]*role="img" aria-label="[^"]{20,}"/g)).toHaveLength(4);
    expect(report).toContain('12 of 12 steps as a table');
    expect(report).toMatch(/Ideal speed-up<\/th><td>\d\.\d\d×/);
    expect(report).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('of a failed job says so first, and how far it came', () => {
    const half = htmlReport(failed);
    expect(half).toContain('Device cpu:1 stopped answering. 9 of 12 steps had been evaluated.');
    expect(half).toContain('class="failed"');
    expect(half).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('of a job without any step has no empty plots', () => {
    const none = htmlReport({ ...failed, events: [] });
    expect(none).not.toMatch(/<svg|NaN|undefined|Infinity/);
    expect(none).toContain('No step was evaluated.');
  });
});

describe('formats', () => {
  it.each([
    ['a/trace.json', 'trace'],
    ['report.HTML', 'html'],
    ['report.htm', 'html'],
    ['steps.csv', 'csv'],
    ['clip.webp', undefined],
    ['json', undefined],
  ])('%s is %s', (path, format) => expect(formatOfFile(path)).toBe(format));
});
