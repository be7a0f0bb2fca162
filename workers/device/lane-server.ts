import type { Socket } from 'node:net';
import {
  LANE_VERSION,
  type LaneReply,
  type LaneRequest,
  laneRequestSchema,
  type TensorHeader,
} from '../protocol/device-lane';
import { StudioError } from '../protocol/errors';
import { decodeEvaluate, encodePrediction, isEvaluate } from '../protocol/evaluation-messages';
import { sizeOf } from '../tensor/tensor';
import { accepted, Connection } from '../transport/connection';
import { decodeJson, encodeJson, type Frame } from '../transport/framing';
import { orUndefined } from '../transport/or-undefined';
import { SharedRegion } from '../transport/shared-region';
import { readFloats, readTensor, TensorWriter } from '../transport/tensor-carrier';
import type { Device, DeviceTensor, RunRequest } from './device';
import { Standby } from './standby';

type Success = Omit<Extract<LaneReply, { ok: true }>, 'ok' | 'id' | 'tensors'> & {
  readonly tensors?: Record<string, DeviceTensor>;
};

/** Answers one conductor's requests with a device. What the client bound goes when its connection goes. */
export class LaneServer {
  readonly #device: Device;
  readonly #token: string;
  readonly #connection: Connection;
  #region: SharedRegion | undefined;
  #greeted = false;
  /** The latents of each slot of the evaluation at hand; the next one's overwrite them. */
  readonly #latents: Float32Array[] = [];
  #queue: Promise<void> = Promise.resolve();
  readonly #standby = new Standby();

  constructor(socket: Socket, device: Device, token: string) {
    this.#device = device;
    this.#token = token;
    this.#connection = new Connection(
      accepted(socket),
      (frame) => {
        this.#standby.end();
        this.#queue = this.#queue.then(() =>
          isEvaluate(frame.header) ? this.#evaluate(frame) : this.#answer(frame),
        );
      },
      () => this.#end(),
    );
  }

  async #evaluate({ header, payload }: Frame): Promise<void> {
    const request = orUndefined(() => decodeEvaluate(header));
    if (request === undefined) return this.#hangUp();
    try {
      this.#demandGreeting();
      const slots = request.slots.map((slot, i) => {
        const latents = readFloats(slot.latents, payload, this.#region, this.#latents[i]);
        this.#latents[i] = latents;
        return { ...slot, latents };
      });
      const answer = await this.#device.evaluate({ branch: request.branch, slots });
      const { started, ended } = answer.timing;
      const writer = new TensorWriter(this.#region, 'up');
      const predictions = answer.predictions.map((data) => writer.place(data));
      this.#connection.send(
        encodePrediction({ id: request.id, started, ended, predictions }),
        writer.payload,
      );
      this.#standby.begin();
    } catch (error) {
      this.#refuse(request.id, error);
    }
  }

  async #answer({ header, payload }: Frame): Promise<void> {
    const parsed = laneRequestSchema.safeParse(orUndefined(() => decodeJson(header)));
    if (!parsed.success) return this.#hangUp();
    const request = parsed.data;
    try {
      const { tensors, ...rest } = await this.#perform(request, payload);
      const writer = new TensorWriter(this.#region, 'up');
      const reply: LaneReply = { ok: true, id: request.id, ...rest };
      if (tensors !== undefined) {
        reply.tensors = mapValues(tensors, (tensor) => writer.put(tensor));
      }
      this.#connection.send(encodeJson(reply), writer.payload);
    } catch (error) {
      this.#refuse(request.id, error);
    }
  }

  #refuse(id: number, thrown: unknown): void {
    const { code, message, detail } = StudioError.from(thrown);
    const error = new StudioError(code, message, { device: this.#device.id, detail }).toValue();
    this.#connection.send(encodeJson({ ok: false, id, error } satisfies LaneReply));
  }

  /** Without a valid id nothing can be answered, and a peer that speaks another protocol is not ours. */
  #hangUp(): void {
    this.#connection.close();
    this.#end();
  }

  async #perform(request: LaneRequest, payload: Buffer): Promise<Success> {
    if (request.op === 'hello') return this.#greet(request);
    this.#demandGreeting();
    const read = (header: TensorHeader): DeviceTensor => readTensor(header, payload, this.#region);
    switch (request.op) {
      case 'attach':
        this.#region?.close();
        this.#region = SharedRegion.open(request.path, request.bytes);
        return {};
      case 'load':
        await this.#device.load(request.graph);
        return {};
      case 'unload':
        await this.#device.unload(request.graph);
        return {};
      case 'unload-all':
        await this.#device.unloadAll(request.except);
        return {};
      case 'run': {
        const { graph, fetch, keep } = request;
        const feeds = mapValues(request.feeds, (feed) => ('kept' in feed ? feed : read(feed)));
        const run: RunRequest = { graph, feeds, fetch, ...(keep && { keep }) };
        return { tensors: await this.#device.run(run) };
      }
      case 'bind': {
        const { latents, constants, ...rest } = request.binding;
        const { append, ...input } = latents;
        // Fresh memory is slow where it is first written, and here nobody waits for it.
        this.#latents[0] = new Float32Array(sizeOf(input.shape)).fill(0);
        await this.#device.bind({
          ...rest,
          latents: {
            ...input,
            ...(append && { append: { axis: append.axis, tensor: read(append.tensor) } }),
          },
          constants: constants.map((constant) => ({ ...constant, tensor: read(constant.tensor) })),
        });
        return {};
      }
      case 'release':
        await this.#device.release();
        return {};
      case 'echo':
        return { tensors: { echo: read(request.tensor) } };
      case 'stats':
        return { stats: await this.#device.stats() };
    }
  }

  #greet({ version, token }: Extract<LaneRequest, { op: 'hello' }>): Success {
    if (token !== this.#token) throw new StudioError('protocol', 'This client may not use this device.');
    if (version !== LANE_VERSION) {
      throw new StudioError('protocol', `This worker speaks version ${LANE_VERSION}, not ${version}.`);
    }
    this.#greeted = true;
    return {};
  }

  #demandGreeting(): void {
    if (!this.#greeted) throw new StudioError('protocol', 'A client must say hello first.');
  }

  #end(): void {
    this.#region?.close();
    this.#region = undefined;
    void this.#queue.then(() => this.#device.release());
  }
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
