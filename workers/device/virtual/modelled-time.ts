import type { VirtualModel } from '../../protocol/device-spec';

const MS = 1e6;
/** Timers fire on whole milliseconds and often late, so the end of a wait is waited for more finely. */
const FINE_MS = 2;

const sleeper = new Int32Array(new SharedArrayBuffer(4));

/** The span that a piece of work took: nanoseconds of the monotonic clock. */
export type Span = { readonly started: bigint; readonly ended: bigint };

/** The time of one virtual device, which does one thing at a time however many clients it has. */
export class ModelledTime {
  readonly #model: VirtualModel;
  #computeFree = 0n;
  #linkFree = 0n;

  constructor(model: VirtualModel) {
    this.#model = model;
  }

  /** Takes the time of a message of `bytes`, one way over the link. */
  async transfer(bytes: number): Promise<void> {
    const { latencyMs, gigabytesPerSecond } = this.#model;
    const ended = endOf(this.#linkFree, latencyMs + bytes / gigabytesPerSecond / 1e6);
    this.#linkFree = ended;
    await until(ended);
  }

  /** Takes the time of `share` of an evaluation, after what was asked for before. */
  async compute(share: number): Promise<Span> {
    const { evaluationMs, speed } = this.#model;
    const ended = endOf(this.#computeFree, (evaluationMs / speed) * share);
    const started = ended - nanoseconds((evaluationMs / speed) * share);
    this.#computeFree = ended;
    await until(ended);
    return { started, ended };
  }
}

const nanoseconds = (ms: number): bigint => BigInt(Math.round(ms * MS));

function endOf(free: bigint, ms: number): bigint {
  const now = process.hrtime.bigint();
  return (free > now ? free : now) + nanoseconds(ms);
}

/** Waits until the clock shows `time`, to about a tenth of a millisecond and without spinning. */
async function until(time: bigint): Promise<void> {
  const left = (): number => Number(time - process.hrtime.bigint()) / MS;
  for (let ms = left(); ms > FINE_MS; ms = left()) {
    await new Promise((resolve) => setTimeout(resolve, Math.floor(ms - FINE_MS / 2)));
  }
  const rest = left();
  // The thread may stop for so short a time: nobody waits for it, and the pulse has a thread of its own.
  if (rest > 0) Atomics.wait(sleeper, 0, 0, rest);
}
