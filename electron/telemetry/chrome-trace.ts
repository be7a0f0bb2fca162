import {
  deviceIntervals,
  type EvaluationEvent,
  type Interval,
  type Stage,
  stageSchema,
  titleOf,
} from '../../workers/api';
import type { WorkRecord } from './work-record';

/**
 * An event of the Trace Event Format, "JSON Object Format": https://ui.perfetto.dev and chrome://tracing read it.
 * Times are microseconds since the job started.
 */
export type TraceEvent = {
  readonly name: string;
  /** Metadata, complete slice, counter, instant. */
  readonly ph: 'M' | 'X' | 'C' | 'i';
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly cat: string;
  /** Of an instant: over the whole trace. */
  readonly s?: 'g';
  readonly args?: Readonly<Record<string, string | number>>;
};

export type ChromeTrace = {
  readonly displayTimeUnit: 'ms';
  readonly otherData: Readonly<Record<string, string | number>>;
  readonly traceEvents: readonly TraceEvent[];
};

const PID = 1;
const STAGES_TID = 1;
const ROUNDS_TID = 2;
const FIRST_DEVICE_TID = 10;

/** A track for the stages, one for the rounds, one per device, and counters for drift, traffic and work. */
export function chromeTrace(record: WorkRecord): ChromeTrace {
  const { devices, events, outcome } = record;
  const lanes = deviceIntervals(devices, events);
  return {
    displayTimeUnit: 'ms',
    otherData: {
      software: 'ParaStep Studio',
      model: record.model,
      prompt: titleOf(record.request),
      seed: record.request.seed,
      degree: record.plan.degree,
      outcome: outcome.state,
      ...('reason' in outcome && { reason: outcome.reason }),
    },
    traceEvents: [
      ...names(record),
      ...stageSlices(record),
      ...roundSlices(record),
      ...lanes.flat().map(deviceSlice),
      ...stepCounters(events),
      ...workCounter(lanes),
      ...ending(record),
    ],
  };
}

const micros = (milliseconds: number): number => Math.round(milliseconds * 1000);

/** Strict readers want a category even here, and this is Chromium's. */
const METADATA = { ph: 'M', cat: '__metadata', pid: PID, ts: 0 } as const;

function names(record: WorkRecord): TraceEvent[] {
  const thread = (tid: number, name: string): TraceEvent[] => [
    { ...METADATA, name: 'thread_name', tid, args: { name } },
    { ...METADATA, name: 'thread_sort_index', tid, args: { sort_index: tid } },
  ];
  const process = `ParaStep: ${titleOf(record.request).slice(0, 120)}`;
  return [
    { ...METADATA, name: 'process_name', tid: STAGES_TID, args: { name: process } },
    ...thread(STAGES_TID, 'Stages'),
    ...thread(ROUNDS_TID, 'Rounds'),
    ...record.devices.flatMap((device, lane) => thread(FIRST_DEVICE_TID + lane, device)),
  ];
}

function slice(
  tid: number,
  cat: string,
  name: string,
  span: { readonly from: number; readonly to: number },
  args: TraceEvent['args'] = {},
): TraceEvent {
  const ts = micros(span.from);
  return { name, ph: 'X', cat, pid: PID, tid, ts, dur: Math.max(0, micros(span.to) - ts), args };
}

/** Stages follow each other without a gap from the job's start. */
function stageSlices({ timings }: WorkRecord): TraceEvent[] {
  let from = 0;
  return stageSchema.options.flatMap((stage: Stage) => {
    const length = timings?.stages[stage];
    if (length === undefined) return [];
    const to = from + length;
    const made = slice(STAGES_TID, 'stage', stage, { from, to });
    from = to;
    return [made];
  });
}

function roundSlices({ plan, events }: WorkRecord): TraceEvent[] {
  const spans = new Map<number, { from: number; to: number }>();
  for (const { round, dispatched, received } of events) {
    const span = spans.get(round);
    spans.set(round, {
      from: Math.min(span?.from ?? dispatched, dispatched),
      to: Math.max(span?.to ?? received, received),
    });
  }
  let before = Number.NEGATIVE_INFINITY;
  return [...spans]
    .sort(([a], [b]) => a - b)
    .flatMap(([index, { from, to }]) => {
      const round = plan.rounds[index];
      // Slices of one track must not overlap, whatever the clock did.
      const span = { from: Math.max(from, before), to };
      if (round === undefined || span.to < span.from) return [];
      before = to;
      const first = round.firstStep + 1;
      const last = round.firstStep + round.steps;
      const steps = first === last ? `step ${first}` : `steps ${first}–${last}`;
      return [slice(ROUNDS_TID, 'round', `${round.kind}, ${steps}`, span, { round: index })];
    });
}

function deviceSlice({ lane, activity, event, ...span }: Interval): TraceEvent {
  const tid = FIRST_DEVICE_TID + lane;
  if (event === undefined) return slice(tid, activity, activity, span);
  const name = activity === 'compute' ? `step ${event.step + 1}, slot ${event.slot}` : activity;
  return slice(tid, activity, name, span, argsOf(event));
}

const argsOf = (event: EvaluationEvent): NonNullable<TraceEvent['args']> => ({
  step: event.step + 1,
  slot: event.slot,
  round: event.round,
  kind: event.kind,
  branch: event.branch,
  'bytes down': event.bytesDown,
  'bytes up': event.bytesUp,
  'header bytes': event.headerBytes,
  ...(event.drift !== null && { drift: event.drift }),
});

function stepCounters(events: readonly EvaluationEvent[]): TraceEvent[] {
  let sent = 0;
  return [...events]
    .sort((a, b) => a.received - b.received)
    .flatMap(({ received, drift, bytesDown, bytesUp, headerBytes }): TraceEvent[] => {
      sent += bytesDown + bytesUp + headerBytes;
      const common = { ph: 'C', cat: 'counter', pid: PID, tid: ROUNDS_TID, ts: micros(received) } as const;
      return [
        { ...common, name: 'bytes sent', args: { bytes: sent } },
        ...(drift === null ? [] : [{ ...common, name: 'drift', args: { drift } }]),
      ];
    });
}

/** How many devices compute at each moment. */
function workCounter(lanes: readonly (readonly Interval[])[]): TraceEvent[] {
  const changes = lanes
    .flat()
    .filter(({ activity }) => activity === 'compute')
    .flatMap(({ from, to }) => [
      { at: from, by: 1 },
      { at: to, by: -1 },
    ])
    .sort((a, b) => a.at - b.at || a.by - b.by);
  let devices = 0;
  return changes.map(({ at, by }): TraceEvent => {
    devices += by;
    return {
      name: 'devices computing',
      ph: 'C',
      cat: 'counter',
      pid: PID,
      tid: ROUNDS_TID,
      ts: micros(at),
      args: { devices },
    };
  });
}

/** Where and why a job that did not finish ended. */
function ending({ outcome, events, devices }: WorkRecord): TraceEvent[] {
  if (!('reason' in outcome)) return [];
  const last = events.reduce((latest, { received }) => Math.max(latest, received), 0);
  const lane = outcome.device === undefined ? -1 : devices.indexOf(outcome.device);
  const tid = lane < 0 ? ROUNDS_TID : FIRST_DEVICE_TID + lane;
  const args = { reason: outcome.reason };
  return [{ name: outcome.state, ph: 'i', cat: 'ending', s: 'g', pid: PID, tid, ts: micros(last), args }];
}
