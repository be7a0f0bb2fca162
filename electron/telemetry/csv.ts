import type { EvaluationEvent } from '../../workers/api';
import type { WorkRecord } from './work-record';

type Column = readonly [name: string, value: (event: EvaluationEvent) => string | number | null];

const milliseconds = (value: number): string => value.toFixed(3);

/** Steps and rounds count from 0, times are milliseconds since the job started. */
const COLUMNS: readonly Column[] = [
  ['round', ({ round }) => round],
  ['kind', ({ kind }) => kind],
  ['slot', ({ slot }) => slot],
  ['step', ({ step }) => step],
  ['branch', ({ branch }) => branch],
  ['device', ({ device }) => device],
  ['dispatched_ms', ({ dispatched }) => milliseconds(dispatched)],
  ['started_ms', ({ started }) => milliseconds(started)],
  ['ended_ms', ({ ended }) => milliseconds(ended)],
  ['received_ms', ({ received }) => milliseconds(received)],
  ['compute_ms', ({ started, ended }) => milliseconds(ended - started)],
  ['latency_ms', ({ dispatched, received }) => milliseconds(received - dispatched)],
  ['bytes_down', ({ bytesDown }) => bytesDown],
  ['bytes_up', ({ bytesUp }) => bytesUp],
  ['header_bytes', ({ headerBytes }) => headerBytes],
  ['drift', ({ drift }) => drift],
];

/** One line per evaluation, as RFC 4180 has it; empty where there is no value. */
export function telemetryCsv({ events }: Pick<WorkRecord, 'events'>): string {
  const lines = [
    COLUMNS.map(([name]) => name),
    ...events.map((event) => COLUMNS.map(([, value]) => field(value(event)))),
  ];
  return lines.map((fields) => `${fields.join(',')}\r\n`).join('');
}

function field(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
