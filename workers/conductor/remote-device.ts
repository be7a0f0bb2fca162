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
import { Connection, connectTo } from '../transport/connection';
import { decodeJson, encodeJson, type Frame } from '../transport/framing';
import { orUndefined } from '../transport/or-undefined';
import { SharedRegion } from '../transport/shared-region';
import { readFloats, readTensor, TensorWriter } from '../transport/tensor-carrier';
import { DeadlineTimer } from './deadline-timer';
import type { Deadlines } from './deadlines';
import { deviceLate, deviceLost, deviceNonsense } from './device-failures';
import { PulseMonitor } from './pulse-monitor';

type Body = LaneRequest extends infer R ? (R extends LaneRequest ? Omit<R, 'id'> : never) : never;
type Success = Extract<LaneReply, { ok: true }>;
type Answer = { readonly reply: Success; readonly tensors: Record<string, DeviceTensor> };
type Pending = { settle(frame: Frame | StudioError): void };

/** One request and what becomes of its reply. */
type Exchange<T> = {
  readonly deadlineMs: number;
  /** The request's header; its tensors are placed with the writer. */
  write(id: number, writer: TensorWriter): Uint8Array;
  /** Reads the reply, at once: the next request reuses the shared memory that it lies in. */
  read(reply: Frame, id: number, sentBytes: number): T;
};

export type RemoteDeviceOptions = {
  readonly id: string;
  readonly address: string;
  readonly token: string;
  readonly deadlines: Deadlines;
  /** Size of the lane's shared memory; 0 sends everything through the socket. */
  readonly sharedBytes: number;
};

/**
 * A device in another process. One call is on the lane at a time; later ones wait their turn. When the worker
 * dies, answers nonsense or misses a deadline, the call in flight and all that follow reject with an error
 * that names the device.
 */
export class RemoteDevice implements Device {
  readonly id: string;
  readonly #deadlines: Deadlines;
  #connection: Connection | undefined;
  #pulse: PulseMonitor | undefined;
  #region: SharedRegion | undefined;
  #pending: Pending | undefined;
  #failure: StudioError | undefined;
  readonly #waiting: (() => void)[] = [];
  /** What the deadline is for: told when it is missed. */
  #op = '';
  #deadlineMs = 0;
  readonly #deadline = new DeadlineTimer(() =>
    this.#fail(deviceLate(this.id, `no reply to ${this.#op}`, this.#deadlineMs)),
  );
  #nextId = 0;
  #slowestEvaluationMs = 0;

  private constructor({ id, deadlines }: RemoteDeviceOptions) {
    this.id = id;
    this.#deadlines = deadlines;
  }

  static async connect(options: RemoteDeviceOptions): Promise<RemoteDevice> {
    const device = new RemoteDevice(options);
    const { connectMs } = options.deadlines;
    const socket = await connectTo(options.address, connectMs).catch((error: unknown) => {
      throw deviceLost(device.id, StudioError.from(error).message);
    });
    device.#connection = new Connection(
      socket,
      (frame) => device.#receive(frame),
      (reason) => device.#fail(deviceLost(device.id, reason)),
    );
    device.#pulse = new PulseMonitor(options.address, (silentMs) =>
      device.#fail(deviceLate(device.id, 'its process shows no sign of life', silentMs)),
    );
    try {
      await device.#call({ op: 'hello', version: LANE_VERSION, token: options.token }, connectMs);
      if (options.sharedBytes > 0) await device.#attach(options.sharedBytes, connectMs);
    } catch (error) {
      device.close();
      throw error;
    }
    return device;
  }

  close(): void {
    this.#fail(new StudioError('cancelled', `The lane to ${this.id} was closed.`, { device: this.id }));
    this.#connection?.close();
    this.#region?.close();
    this.#region = undefined;
  }

  async load(graph: GraphRef): Promise<void> {
    await this.#call({ op: 'load', graph }, this.#deadlines.loadMs);
  }

  async unload(graph: GraphRef): Promise<void> {
    await this.#call({ op: 'unload', graph }, this.#deadlines.loadMs);
  }

  async run({ graph, feeds, fetch, keep }: RunRequest): Promise<Record<string, DeviceTensor>> {
    const { tensors } = await this.#call(
      (put) => ({
        op: 'run',
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
      (put) => ({
        op: 'bind',
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
    return this.#exchange({
      deadlineMs: this.#evaluationDeadlineMs(slots.length),
      write: (id, writer) => {
        this.#op = 'evaluate';
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
        this.#slowestEvaluationMs = Math.max(this.#slowestEvaluationMs, elapsedMs / slots.length);
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
    await this.#call({ op: 'release' }, this.#deadlines.loadMs);
  }

  async stats(): Promise<DeviceStats> {
    const { reply } = await this.#call({ op: 'stats' }, this.#deadlines.loadMs);
    if (reply.stats === undefined) throw this.#fail(deviceNonsense(this.id, 'no statistics'));
    return reply.stats;
  }

  /** Sends values there and back, and nothing else: the time is the lane's own. */
  async echo(data: Float32Array): Promise<void> {
    const tensor: DeviceTensor = { type: 'float32', shape: [data.length], data };
    const { tensors } = await this.#call(
      (put) => ({ op: 'echo', tensor: put(tensor) }),
      this.#deadlines.loadMs,
    );
    if (tensors['echo']?.data.length !== data.length) {
      throw this.#fail(deviceNonsense(this.id, 'another echo than was sent'));
    }
  }

  async #attach(bytes: number, deadlineMs: number): Promise<void> {
    const shared = SharedRegion.create(`parastep-${randomUUID()}`, bytes);
    if (shared === undefined) return;
    try {
      await this.#call({ op: 'attach', path: shared.path, bytes }, deadlineMs);
      this.#region = shared.region;
    } finally {
      // Both sides have it mapped (or never will), so the name can go and nothing is left behind.
      unlinkSync(shared.path);
    }
  }

  /** The first evaluation may include a device's warm-up; later ones are judged by the slowest so far. */
  #evaluationDeadlineMs(slots: number): number {
    const { firstEvaluationMs, leastEvaluationMs, evaluationFactor } = this.#deadlines;
    if (this.#slowestEvaluationMs === 0) return firstEvaluationMs;
    return Math.max(leastEvaluationMs, this.#slowestEvaluationMs * evaluationFactor * slots);
  }

  /** One request in JSON and its reply. */
  #call(
    body: Body | ((put: (tensor: DeviceTensor) => TensorHeader) => Body),
    deadlineMs: number,
  ): Promise<Answer> {
    return this.#exchange({
      deadlineMs,
      write: (id, writer) => {
        const content = typeof body === 'function' ? body((tensor) => writer.put(tensor)) : body;
        this.#op = content.op;
        return encodeJson({ id, ...content });
      },
      read: (frame, id) => this.#readAnswer(frame, id),
    });
  }

  /** Sends a request as soon as the lane is free, at once if it is, and waits for its reply. */
  #exchange<T>(exchange: Exchange<T>): Promise<T> {
    if (this.#pending === undefined && this.#waiting.length === 0) return this.#send(exchange);
    return new Promise((resolve, reject) => {
      this.#waiting.push(() => this.#send(exchange).then(resolve, reject));
    });
  }

  #send<T>({ deadlineMs, write, read }: Exchange<T>): Promise<T> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    const connection = this.#connection as Connection;
    const id = this.#nextId++;
    const writer = new TensorWriter(this.#region, 'down');
    const header = write(id, writer);
    return new Promise((resolve, reject) => {
      this.#deadlineMs = deadlineMs;
      this.#deadline.start(deadlineMs);
      this.#pending = {
        settle: (result) => {
          this.#deadline.stop();
          this.#pending = undefined;
          // After this reply has been read.
          queueMicrotask(() => this.#startNext());
          if (result instanceof StudioError) reject(result);
          else {
            try {
              resolve(read(result, id, sentBytes));
            } catch (error) {
              reject(error);
            }
          }
        },
      };
      const sentBytes = connection.send(header, writer.payload);
    });
  }

  #startNext(): void {
    // A request that fails at once, as all do on a failed lane, makes room for the next.
    while (this.#pending === undefined && this.#waiting.length > 0) this.#waiting.shift()?.();
  }

  #receive(frame: Frame): void {
    if (this.#pending === undefined) this.#fail(deviceNonsense(this.id, 'a reply that nobody waits for'));
    else this.#pending.settle(frame);
  }

  #readPredictions(frame: Frame, id: number, slots: DenoiserEvaluation['slots']) {
    // What is no prediction can only say why there is none.
    if (!isPrediction(frame.header)) this.#readAnswer(frame, id);
    const message = orUndefined(() => decodePrediction(frame.header));
    if (message?.id !== id || message.predictions.length !== slots.length) {
      throw this.#fail(deviceNonsense(this.id, 'an evaluation without a noise prediction'));
    }
    const predictions = message.predictions.map((location, slot) =>
      readFloats(location, frame.payload, this.#region, slots[slot]?.into),
    );
    return { started: message.started, ended: message.ended, predictions };
  }

  #readAnswer({ header, payload }: Frame, id: number): Answer {
    const parsed = laneReplySchema.safeParse(orUndefined(() => decodeJson(header)));
    if (!parsed.success || parsed.data.id !== id)
      throw this.#fail(deviceNonsense(this.id, 'an unreadable reply'));
    const reply = parsed.data;
    if (!reply.ok) throw StudioError.fromValue({ ...reply.error, device: this.id });
    const tensors = Object.fromEntries(
      Object.entries(reply.tensors ?? {}).map(([name, tensor]) => [
        name,
        readTensor(tensor, payload, this.#region),
      ]),
    );
    return { reply, tensors };
  }

  /** Ends the lane for good; the first reason is the one that is told. */
  #fail(error: StudioError): StudioError {
    this.#failure ??= error;
    this.#deadline.close();
    this.#pulse?.close();
    this.#connection?.close();
    this.#pending?.settle(this.#failure);
    return this.#failure;
  }
}

const totalBytes = (all: readonly Float32Array[]): number =>
  all.reduce((sum, { byteLength }) => sum + byteLength, 0);

function latentsMessage({ input, shape, append }: LatentsInput, put: (tensor: DeviceTensor) => TensorHeader) {
  return {
    input,
    shape: [...shape],
    ...(append && { append: { axis: append.axis, tensor: put(append.tensor) } }),
  };
}
