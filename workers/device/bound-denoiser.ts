import type { Tensor as OrtTensor } from 'onnxruntime-node';
import { applyGuidance } from '../parastep/guidance';
import type { Branch } from '../parastep/plan';
import { StudioError } from '../protocol/errors';
import { takeRows } from '../tensor/take-rows';
import { sizeOf } from '../tensor/tensor';
import type { DenoiserBinding, DenoiserEvaluation, DenoiserSlot, DeviceTensor } from './device';
import { LatentsComposer } from './latents-input';
import { fromOrtTensor, toOrtTensor } from './ort-tensor';
import { RepeatedInput } from './repeated-input';
import type { LoadedGraph, Sessions } from './sessions';

/** Nanoseconds of the monotonic clock around the session's run alone. */
export type DenoiserAnswer = {
  /** One per slot, in memory that the next evaluation of as many slots overwrites. */
  readonly predictions: readonly Float32Array[];
  readonly started: bigint;
  readonly ended: bigint;
};

/** What runs of one kind share: constant inputs made ready, and the room for all others and the output. */
type Feeds = {
  readonly inputs: Readonly<Record<string, OrtTensor>>;
  readonly composer: LatentsComposer;
  readonly latents: RepeatedInput;
  readonly timesteps: RepeatedInput;
  /** The first run's, which later ones are written to: a fresh one costs more than all else around a run. */
  output: OrtTensor | null;
};

/** Which of the binding's branches a run computes of each slot. */
type BranchPart = { readonly first: number; readonly count: number };

export type BoundDenoiserOptions = {
  readonly device: string;
  readonly sessions: Sessions;
  readonly inputTypes: LoadedGraph['inputTypes'];
  readonly binding: DenoiserBinding;
};

/** A job's denoiser on one device: constant inputs made ready once for each kind of run, then one call per run. */
export class BoundDenoiser {
  readonly #device: string;
  readonly #sessions: Sessions;
  readonly #inputTypes: LoadedGraph['inputTypes'];
  readonly #binding: DenoiserBinding;
  readonly #latentsSize: number;
  /** By branch and number of slots. */
  readonly #feeds = new Map<string, Feeds>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor({ device, sessions, inputTypes, binding }: BoundDenoiserOptions) {
    this.#device = device;
    this.#sessions = sessions;
    this.#inputTypes = inputTypes;
    this.#binding = binding;
    this.#latentsSize = sizeOf(binding.latents.shape);
    // What does not fit shows when it is bound and not in the middle of the job.
    this.#feedsOf('both', 1);
  }

  /** Evaluations are done one after the other: they share the input's buffer. */
  evaluate(evaluation: DenoiserEvaluation): Promise<DenoiserAnswer> {
    const answer = this.#turn.then(() => this.#evaluate(evaluation));
    this.#turn = answer.catch(() => undefined);
    return answer;
  }

  async #evaluate({ branch, slots }: DenoiserEvaluation): Promise<DenoiserAnswer> {
    for (const { latents } of slots) this.#checkLatents(latents);
    const { output, graph } = this.#binding;
    const feeds = this.#feedsOf(branch, slots.length);
    feeds.composer.compose(...slots.map((slot) => slot.latents));
    feeds.latents.feed();
    writeTimesteps(slots, feeds.timesteps.values);
    feeds.timesteps.feed();
    const { answer, started, ended } = await this.#sessions.use(graph, async ({ session }) => {
      const before = process.hrtime.bigint();
      const outputs = await session.run(feeds.inputs, { [output]: feeds.output });
      return { answer: outputs[output] as OrtTensor, started: before, ended: process.hrtime.bigint() };
    });
    const predictions = this.#predictionsIn(answer, branch, slots);
    feeds.output = answer;
    return { predictions, started, ended };
  }

  /** The graph's answer cut into slots, each with guidance applied where it holds both branches. */
  #predictionsIn(output: OrtTensor, branch: Branch, slots: readonly DenoiserSlot[]): Float32Array[] {
    const answer = fromOrtTensor(output);
    const size = this.#latentsSize;
    const parts = this.#partsOf(branch);
    if (answer.type !== 'float32' || answer.data.length !== slots.length * parts * size) {
      throw new StudioError(
        'bundle-unsupported',
        `${this.#binding.graph.path} answered with the shape [${answer.shape.join(', ')}], which does not fit its latents. Verify the model.`,
        { device: this.#device },
      );
    }
    const { data } = answer;
    return slots.map(({ guidanceScales }, slot) => {
      const own = data.subarray(slot * parts * size, (slot + 1) * parts * size);
      if (parts === 1) return own;
      // In place: the output's room is written anew by the next run.
      const guided = own.subarray(0, size);
      applyGuidance(guided, own.subarray(size), guidanceScales, guided);
      return guided;
    });
  }

  #checkLatents({ length }: Float32Array): void {
    if (length === this.#latentsSize) return;
    throw new StudioError(
      'protocol',
      `${this.#device} was given ${length} latent values and was bound for ${this.#latentsSize}.`,
      { device: this.#device },
    );
  }

  /** Branches that a run computes of each slot. */
  #partsOf(branch: Branch): number {
    return branch === 'both' ? this.#binding.branches : 1;
  }

  #feedsOf(branch: Branch, slots: number): Feeds {
    const key = `${branch} ${slots}`;
    let feeds = this.#feeds.get(key);
    if (feeds === undefined) {
      const first = branch === 'conditional' ? this.#binding.branches - 1 : 0;
      const part = { first, count: this.#partsOf(branch) };
      feeds = this.#makeFeeds(part, slots);
      this.#feeds.set(key, feeds);
    }
    return feeds;
  }

  #makeFeeds(part: BranchPart, slots: number): Feeds {
    const { latents, timestep } = this.#binding;
    const composer = new LatentsComposer(this.#binding, part, slots);
    const rows = slots * part.count * (latents.shape[0] ?? 1);
    const repeated = {
      latents: new RepeatedInput(composer.tensor, this.#inputTypes.get(latents.input)),
      timesteps: new RepeatedInput(noTimesteps(timestep.type, rows), this.#inputTypes.get(timestep.input)),
    };
    const inputs = {
      ...this.#constantsOf(part, slots),
      [latents.input]: repeated.latents.tensor,
      [timestep.input]: repeated.timesteps.tensor,
    };
    return { ...repeated, composer, inputs, output: null };
  }

  #constantsOf(part: BranchPart, slots: number): Record<string, OrtTensor> {
    const { constants, branches } = this.#binding;
    return Object.fromEntries(
      constants.map(({ input, perBranch, tensor }) => [
        input,
        toOrtTensor(perBranch ? rowsFor(tensor, part, branches, slots) : tensor, this.#inputTypes.get(input)),
      ]),
    );
  }
}

const noTimesteps = (type: 'int64' | 'float32', rows: number): DeviceTensor =>
  type === 'int64'
    ? { type, shape: [rows], data: new BigInt64Array(rows) }
    : { type, shape: [rows], data: new Float32Array(rows) };

/** One value for each row of the latents input, the slots one after the other. */
function writeTimesteps(slots: readonly DenoiserSlot[], values: DeviceTensor['data']): void {
  const rows = values.length / slots.length;
  for (const [slot, { timestep }] of slots.entries()) {
    const [from, to] = [slot * rows, (slot + 1) * rows];
    if (values instanceof BigInt64Array) values.fill(BigInt(timestep), from, to);
    else values.fill(timestep, from, to);
  }
}

/** The rows of the branch that a run computes, once for every slot. */
function rowsFor(tensor: DeviceTensor, part: BranchPart, branches: number, slots: number): DeviceTensor {
  const perBranch = (tensor.shape[0] ?? 1) / branches;
  const count = part.count * perBranch;
  const rows = Array.from({ length: slots * count }, (_, i) => part.first * perBranch + (i % count));
  return takeRows(tensor, rows);
}
