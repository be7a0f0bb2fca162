import { z } from 'zod';
import {
  type CandidateDevice,
  type DeviceSpec,
  type EvaluationEvent,
  type GenerationRequest,
  isVirtual,
  median,
} from '../../workers/api';
import { JsonFile } from '../files/json-file';
import type { Log } from '../logs/log';
import { shapeOf } from './request-facts';

const batchSchema = z.strictObject({ steps: z.int().min(2), ms: z.number().positive() });
const recordSchema = z.strictObject({
  model: z.string(),
  /** What makes steps of one model take equally long. */
  shape: z.string(),
  /** Median milliseconds of a step, by what the device is. */
  times: z.record(z.string(), z.number().positive()),
  /** The same of runs of several steps. */
  batches: z.record(z.string(), z.array(batchSchema)).optional(),
});
const fileSchema = z.strictObject({
  formatVersion: z.literal(1),
  /** Newest last. */
  records: z.array(recordSchema),
});
type StepTimeRecord = z.infer<typeof recordSchema>;

const MOST_RECORDS = 200;

/** How long a step took each device, by model and shape, as the last jobs have measured it. */
export class StepTimes {
  readonly #file: JsonFile;
  readonly #log: Pick<Log, 'error'>;
  #records: readonly StepTimeRecord[];

  constructor(path: string, log: Pick<Log, 'error'>) {
    this.#file = new JsonFile(path);
    this.#log = log;
    this.#records = this.#load();
  }

  /** Takes over what a job has measured; of a device that had no more than its first evaluation, nothing. */
  async note(
    model: string,
    request: GenerationRequest,
    events: readonly EvaluationEvent[],
    devices: readonly DeviceSpec[],
  ): Promise<void> {
    const measured = medianRuns(events).flatMap(({ device, ...run }) => {
      const spec = devices.find(({ id }) => id === device);
      return spec === undefined || isVirtual(device) ? [] : [{ key: keyOf(spec), ...run }];
    });
    if (measured.length === 0) return;
    const shape = shapeOf(request);
    const isIt = (record: StepTimeRecord): boolean => record.model === model && record.shape === shape;
    const before = this.#records.find(isIt);
    const others = this.#records.filter((record) => !isIt(record));
    const times = { ...before?.times };
    const batches = { ...before?.batches };
    for (const { key, steps, ms } of measured) {
      if (steps === 1) times[key] = ms;
      else batches[key] = [...(batches[key] ?? []).filter((batch) => batch.steps !== steps), { steps, ms }];
    }
    this.#records = [...others, { model, shape, times, batches }].slice(-MOST_RECORDS);
    await this.#file.save({ formatVersion: 1, records: this.#records }).catch((error: unknown) => {
      this.#log.error('the times of steps could not be saved', error);
    });
  }

  /**
   * The devices with the times of their steps with a model: those of its last shape that knows most of them, because
   * it is how they compare that counts. The time of a virtual device is what it was told to take.
   */
  of(model: string, devices: readonly DeviceSpec[]): CandidateDevice[] {
    const known = (times: StepTimeRecord['times']): number =>
      devices.filter((spec) => times[keyOf(spec)] !== undefined).length;
    let best: Pick<StepTimeRecord, 'times' | 'batches'> = { times: {} };
    for (const record of this.#records) {
      if (record.model === model && known(record.times) >= known(best.times)) best = record;
    }
    return devices.map((spec) => {
      const key = keyOf(spec);
      return {
        id: spec.id,
        stepMs: spec.provider === 'virtual' ? spec.model.evaluationMs / spec.model.speed : best.times[key],
        batches: best.batches?.[key] ?? [],
        isProcessor: spec.provider === 'cpu',
      };
    });
  }

  #load(): readonly StepTimeRecord[] {
    try {
      const parsed = fileSchema.safeParse(this.#file.read());
      return parsed.success ? parsed.data.records : [];
    } catch {
      // Damaged: what it held will be measured again.
      return [];
    }
  }
}

/** A processor is as fast as it has threads; a card is known by its place. */
const keyOf = (spec: DeviceSpec): string => (spec.provider === 'cpu' ? `cpu of ${spec.threads}` : spec.id);

/** The median run of each device, by how many steps it holds. The first of them also warms the device up. */
function medianRuns(events: readonly EvaluationEvent[]): { device: string; steps: number; ms: number }[] {
  const groups = new Map<string, { device: string; steps: number; spans: Map<number, number> }>();
  for (const { device, branch, step, batch = 1, started, ended } of events) {
    if (branch !== 'both') continue;
    const key = `${batch} ${device}`;
    const group = groups.get(key) ?? { device, steps: batch, spans: new Map() };
    // The steps of one run start together, and count once.
    groups.set(key, { ...group, spans: group.spans.set(batch === 1 ? step : started, ended - started) });
  }
  return [...groups.values()].flatMap(({ device, steps, spans }) => {
    const ms = median([...spans.values()].slice(1));
    return Number.isNaN(ms) || ms <= 0 ? [] : [{ device, steps, ms }];
  });
}
