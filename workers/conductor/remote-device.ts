import { randomUUID } from 'node:crypto';
import { unlinkSync } from 'node:fs';
import type {
  DenoiserBinding,
  DenoiserEvaluation,
  Device,
  DeviceStats,
  DeviceTensor,
  GraphRef,
  LatentsInput,
  RunRequest,
} from '../device/device';
import type { EvaluateReply } from '../parastep/evaluate';
import {
  LANE_VERSION,
  type LaneReply,
  type LaneRequest,
  laneReplySchema,
  type TensorHeader,
} from '../protocol/device-lane';
import { StudioError } from '../protocol/errors';
import { decodePrediction, encodeEvaluate, isPrediction } from '../protocol/evaluation-messages';
import { decodeJson, encodeJson, type Frame } from '../transport/framing';
import { orUndefined } from '../transport/or-undefined';
import { SharedRegion } from '../transport/shared-region';
import { readFloats, readTensor } from '../transport/tensor-carrier';
import type { Deadlines } from './deadlines';
import { deviceNonsense } from './device-failures';
import { Lane } from './lane';

type Op = LaneRequest['op'];
type Content<O extends Op> = Omit<Extract<LaneRequest, { op: O }>, 'id' | 'op'>;
type Put = (tensor: DeviceTensor) => TensorHeader;
type Success = Extract<LaneReply, { ok: true }>;
type Answer = { readonly reply: Success; readonly tensors: Record<string, DeviceTensor> };

export type RemoteDeviceOptions = {
  readonly id: string;
  readonly address: string;
  readonly token: string;
  readonly deadlines: Deadlines;
  /** Size of the lane's shared memory; 0 sends everything through the socket. */
  readonly sharedBytes: number;
};

/**
 * A device in another process, over a lane that it has for itself. When the worker answers nonsense, the lane is
 * given up: that call and all that follow reject with an error that names the device.
 */
export class RemoteDevice implements Device {
  readonly id: string;
  readonly #lane: Lane;
  readonly #deadlines: Deadlines;
  /** In milliseconds, by kind of run: the first of each may include a device's warm-up for its shapes. */
  readonly #slowestRuns = new Map<string, number>();

  private constructor(lane: Lane, deadlines: Deadlines) {
    this.id = lane.device;
    this.#lane = lane;
    this.#deadlines = deadlines;
  }

  static async connect(options: RemoteDeviceOptions): Promise<RemoteDevice> {
    const { id, address, token, deadlines, sharedBytes } = options;
    const { connectMs, runMs } = deadlines;
    const device = new RemoteDevice(await Lane.connect(id, address, connectMs), deadlines);
    try {
      // The device may still be at the run of a job that was cancelled, which nothing can end but its process.
      await device.#call('hello', () => ({ version: LANE_VERSION, token }), runMs);
      if (sharedBytes > 0) await device.#attach(sharedBytes, runMs);
    } catch (error) {
      device.close();
      throw error;
    }
    return device;
  }

  close(): void {
    this.#lane.close();
  }

  async load(graph: GraphRef): Promise<void> {
    await this.#call('load', () => ({ graph }), this.#deadlines.loadMs);
  }

  async unload(graph: GraphRef): Promise<void> {
    await this.#call('unload', () => ({ graph }), this.#deadlines.loadMs);
  }

  async unloadAll(except?: string): Promise<void> {
    await this.#call('unload-all', () => (except === undefined ? {} : { except }), this.#deadlines.loadMs);
  }

  async run({ graph, feeds, fetch, keep }: RunRequest): Promise<Record<string, DeviceTensor>> {
    const { tensors } = await this.#call(
      'run',
      (put) => ({
        graph,
        feeds: Object.fromEntries(
          Object.entries(feeds).map(([name, value]) => [name, 'kept' in value ? value : put(value)]),
        ),
        fetch: [...fetch],
        ...(keep && { keep: { ...keep } }),
      }),
      this.#deadlines.runMs,
    );
    return tensors;
  }

  async bind(binding: DenoiserBinding): Promise<void> {
    await this.#call(
      'bind',
      (put) => ({
        binding: {
          ...binding,
          latents: latentsMessage(binding.latents, put),
          constants: binding.constants.map((constant) => ({ ...constant, tensor: put(constant.tensor) })),
        },
      }),
      this.#deadlines.loadMs,
    );
  }

  evaluate({ branch, slots }: DenoiserEvaluation): Promise<EvaluateReply> {
    const dispatched = process.hrtime.bigint();
    const kind = `${branch} ${slots.length}`;
    return this.#lane.exchange({
      op: 'evaluate',
      deadlineMs: this.#evaluationDeadlineMs(kind),
      write: (id, writer) => {
        const placed = slots.map(({ timestep, guidanceScales, latents }) => ({
          timestep,
          guidanceScales,
          latents: writer.place(latents),
        }));
        return encodeEvaluate({ id, branch, slots: placed });
      },
      read: (frame, id, sentBytes) => {
        const { started, ended, predictions } = this.#readPredictions(frame, id, slots);
        const received = process.hrtime.bigint();
        const elapsedMs = Number(received - dispatched) / 1e6;
        this.#slowestRuns.set(kind, Math.max(this.#slowestRuns.get(kind) ?? 0, elapsedMs));
        const bytes = {
          bytesDown: totalBytes(slots.map(({ latents }) => latents)),
          bytesUp: totalBytes(predictions),
          headerBytes: frame.headerBytes + sentBytes,
        };
        return { predictions, timing: { dispatched, started, ended, received, ...bytes } };
      },
    });
  }

  async release(): Promise<void> {
    await this.#call('release', () => ({}), this.#deadlines.loadMs);
  }

  async stats(): Promise<DeviceStats> {
    const { reply } = await this.#call('stats', () => ({}), this.#deadlines.loadMs);
    if (reply.stats === undefined) throw this.#nonsense('no statistics');
    return reply.stats;
  }

  /** Sends values there and back, and nothing else: the time is the lane's own. */
  async echo(data: Float32Array): Promise<void> {
    const tensor: DeviceTensor = { type: 'float32', shape: [data.length], data };
    const { tensors } = await this.#call('echo', (put) => ({ tensor: put(tensor) }), this.#deadlines.loadMs);
    if (tensors['echo']?.data.length !== data.length) throw this.#nonsense('another echo than was sent');
  }

  async #attach(bytes: number, deadlineMs: number): Promise<void> {
    const shared = SharedRegion.create(`parastep-${randomUUID()}`, bytes);
    if (shared === undefined) return;
    try {
      await this.#call('attach', () => ({ path: shared.path, bytes }), deadlineMs);
      this.#lane.region = shared.region;
    } finally {
      // Both sides have it mapped (or never will), so the name can go and nothing is left behind.
      unlinkSync(shared.path);
    }
  }

  /** Later runs of a kind are judged by the slowest so far. */
  #evaluationDeadlineMs(kind: string): number {
    const { firstEvaluationMs, leastEvaluationMs, evaluationFactor } = this.#deadlines;
    const slowest = this.#slowestRuns.get(kind);
    return slowest === undefined
      ? firstEvaluationMs
      : Math.max(leastEvaluationMs, slowest * evaluationFactor);
  }

  /** One request in JSON and its reply. */
  #call<O extends Op>(op: O, content: (put: Put) => Content<O>, deadlineMs: number): Promise<Answer> {
    return this.#lane.exchange({
      op,
      deadlineMs,
      write: (id, writer) => encodeJson({ id, op, ...content((tensor) => writer.put(tensor)) }),
      read: (frame, id) => this.#readAnswer(frame, id),
    });
  }

  #readPredictions(frame: Frame, id: number, slots: DenoiserEvaluation['slots']) {
    // What is no prediction can only say why there is none.
    if (!isPrediction(frame.header)) this.#readAnswer(frame, id);
    const message = orUndefined(() => decodePrediction(frame.header));
    if (message?.id !== id || message.predictions.length !== slots.length) {
      throw this.#nonsense('an evaluation without a noise prediction');
    }
    const predictions = message.predictions.map((location, slot) =>
      readFloats(location, frame.payload, this.#lane.region, slots[slot]?.into),
    );
    return { started: message.started, ended: message.ended, predictions };
  }

  #readAnswer({ header, payload }: Frame, id: number): Answer {
    const parsed = laneReplySchema.safeParse(orUndefined(() => decodeJson(header)));
    if (!parsed.success || parsed.data.id !== id) throw this.#nonsense('an unreadable reply');
    const reply = parsed.data;
    if (!reply.ok) throw StudioError.fromValue({ ...reply.error, device: this.id });
    const tensors = Object.fromEntries(
      Object.entries(reply.tensors ?? {}).map(([name, tensor]) => [
        name,
        readTensor(tensor, payload, this.#lane.region),
      ]),
    );
    return { reply, tensors };
  }

  #nonsense(what: string): StudioError {
    return this.#lane.fail(deviceNonsense(this.id, what));
  }
}

const totalBytes = (all: readonly Float32Array[]): number =>
  all.reduce((sum, { byteLength }) => sum + byteLength, 0);

function latentsMessage({ input, shape, append }: LatentsInput, put: Put) {
  return {
    input,
    shape: [...shape],
    ...(append && { append: { axis: append.axis, tensor: put(append.tensor) } }),
  };
}
