import { Tensor as OrtTensor } from 'onnxruntime-node';
import { applyGuidance } from '../parastep/guidance';
import type { Branch } from '../parastep/plan';
import { StudioError } from '../protocol/errors';
import { takeRows } from '../tensor/take-rows';
import { sizeOf } from '../tensor/tensor';
import type { DenoiserBinding, DenoiserEvaluation, DenoiserSlot, DeviceTensor } from './device';
import { LatentsComposer } from './latents-input';
import { fromOrtTensor, toOrtTensor } from './ort-tensor';
import type { LoadedGraph, Sessions } from './sessions';

/** Nanoseconds of the monotonic clock around the session's run alone. */
export type DenoiserAnswer = {
  /** One per slot, in memory that the next evaluation of as many slots overwrites. */
  readonly predictions: readonly Float32Array[];
  readonly started: bigint;
  readonly ended: bigint;
};

/** What runs of one kind share: constant inputs made ready, and the room for latents and output. */
type Feeds = {
  readonly constants: Readonly<Record<string, OrtTensor>>;
  readonly latents: LatentsComposer;
  /** The room itself as an input; absent where the graph wants it converted at every run. */
  readonly latentsInput: OrtTensor | undefined;
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
    const { output, graph, latents } = this.#binding;
    const prepared = this.#feedsOf(branch, slots.length);
    prepared.latents.compose(...slots.map((slot) => slot.latents));
    const feeds = {
      ...prepared.constants,
      [latents.input]: prepared.latentsInput ?? this.#input(latents.input, prepared.latents.tensor),
      [this.#binding.timestep.input]: this.#timestepInput(slots, this.#partsOf(branch)),
    };
    const { answer, started, ended } = await this.#sessions.use(graph, async ({ session }) => {
      const before = process.hrtime.bigint();
      const outputs = await session.run(feeds, { [output]: prepared.output });
      return { answer: outputs[output] as OrtTensor, started: before, ended: process.hrtime.bigint() };
    });
    const predictions = this.#predictionsIn(answer, branch, slots);
    prepared.output = answer;
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

  #timestepInput(slots: readonly DenoiserSlot[], parts: number): OrtTensor {
    const { latents, timestep } = this.#binding;
    const { input, type } = timestep;
    const rows = parts * (latents.shape[0] ?? 1);
    const values = slots.flatMap((slot) => new Array<number>(rows).fill(slot.timestep));
    const shape = [values.length];
    return type === 'int64'
      ? new OrtTensor('int64', BigInt64Array.from(values, BigInt), shape)
      : this.#input(input, { type, shape, data: Float32Array.from(values) });
  }

  #feedsOf(branch: Branch, slots: number): Feeds {
    const key = `${branch} ${slots}`;
    let feeds = this.#feeds.get(key);
    if (feeds === undefined) {
      const first = branch === 'conditional' ? this.#binding.branches - 1 : 0;
      const part = { first, count: this.#partsOf(branch) };
      const latents = new LatentsComposer(this.#binding, part, slots);
      const input = this.#input(this.#binding.latents.input, latents.tensor);
      feeds = {
        constants: this.#constantsOf(part, slots),
        latents,
        latentsInput: input.data === latents.tensor.data ? input : undefined,
        output: null,
      };
      this.#feeds.set(key, feeds);
    }
    return feeds;
  }

  #constantsOf(part: BranchPart, slots: number): Record<string, OrtTensor> {
    const { constants, branches } = this.#binding;
    return Object.fromEntries(
      constants.map(({ input, perBranch, tensor }) => [
        input,
        this.#input(input, perBranch ? rowsFor(tensor, part, branches, slots) : tensor),
      ]),
    );
  }

  #input(name: string, tensor: DeviceTensor): OrtTensor {
    return toOrtTensor(tensor, this.#inputTypes.get(name));
  }
}

/** The rows of the branch that a run computes, once for every slot. */
function rowsFor(tensor: DeviceTensor, part: BranchPart, branches: number, slots: number): DeviceTensor {
  const perBranch = (tensor.shape[0] ?? 1) / branches;
  const count = part.count * perBranch;
  const rows = Array.from({ length: slots * count }, (_, i) => part.first * perBranch + (i % count));
  return takeRows(tensor, rows);
}
