import { StudioError } from '../protocol/errors';
import { Connection, connectTo } from '../transport/connection';
import type { Frame } from '../transport/framing';
import type { SharedRegion } from '../transport/shared-region';
import { TensorWriter } from '../transport/tensor-carrier';
import { DeadlineTimer } from './deadline-timer';
import { deviceLate, deviceLost, deviceNonsense } from './device-failures';
import { PulseMonitor } from './pulse-monitor';

/** One request and what becomes of its reply. */
export type Exchange<T> = {
  /** What is asked for: told when the deadline is missed. */
  readonly op: string;
  readonly deadlineMs: number;
  /** The request's header; its tensors are placed with the writer. */
  write(id: number, writer: TensorWriter): Uint8Array;
  /** Reads the reply, at once: the next request reuses the shared memory that it lies in. */
  read(reply: Frame, id: number, sentBytes: number): T;
};

type Pending = { settle(frame: Frame | StudioError): void };

/**
 * The way to a device's process and back. One exchange is on it at a time; later ones wait their turn. When the
 * process dies or misses a deadline, or whoever reads a reply gives the lane up, the exchange that is on it and all
 * that follow reject with an error that names the device.
 */
export class Lane {
  readonly device: string;
  /** Memory that both sides see, once they have agreed on it. */
  region: SharedRegion | undefined;
  #connection: Connection | undefined;
  #pulse: PulseMonitor | undefined;
  #pending: Pending | undefined;
  #failure: StudioError | undefined;
  readonly #waiting: (() => void)[] = [];
  #op = '';
  #deadlineMs = 0;
  readonly #deadline = new DeadlineTimer(() =>
    this.fail(deviceLate(this.device, `no reply to ${this.#op}`, this.#deadlineMs)),
  );
  #nextId = 0;

  private constructor(device: string) {
    this.device = device;
  }

  static async connect(device: string, address: string, timeoutMs: number): Promise<Lane> {
    const lane = new Lane(device);
    const socket = await connectTo(address, timeoutMs).catch((error: unknown) => {
      throw deviceLost(device, StudioError.from(error).message);
    });
    lane.#connection = new Connection(
      socket,
      (frame) => lane.#receive(frame),
      (reason) => lane.fail(deviceLost(device, reason)),
    );
    lane.#pulse = new PulseMonitor(address, (silentMs) =>
      lane.fail(deviceLate(device, 'its process shows no sign of life', silentMs)),
    );
    return lane;
  }

  close(): void {
    this.fail(
      new StudioError('cancelled', `The lane to ${this.device} was closed.`, { device: this.device }),
    );
    this.region?.close();
    this.region = undefined;
  }

  /** Sends a request as soon as the lane is free, at once if it is, and waits for its reply. */
  exchange<T>(exchange: Exchange<T>): Promise<T> {
    if (this.#pending === undefined && this.#waiting.length === 0) return this.#send(exchange);
    return new Promise((resolve, reject) => {
      this.#waiting.push(() => this.#send(exchange).then(resolve, reject));
    });
  }

  /** Ends the lane for good; the first reason is the one that is told. */
  fail(error: StudioError): StudioError {
    this.#failure ??= error;
    this.#deadline.close();
    this.#pulse?.close();
    this.#connection?.close();
    this.#pending?.settle(this.#failure);
    return this.#failure;
  }

  #send<T>({ op, deadlineMs, write, read }: Exchange<T>): Promise<T> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    const connection = this.#connection as Connection;
    const id = this.#nextId++;
    const writer = new TensorWriter(this.region, 'down');
    const header = write(id, writer);
    return new Promise((resolve, reject) => {
      this.#op = op;
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
    if (this.#pending === undefined) this.fail(deviceNonsense(this.device, 'a reply that nobody waits for'));
    else this.#pending.settle(frame);
  }
}
