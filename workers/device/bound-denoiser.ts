import { Tensor as OrtTensor } from 'onnxruntime-node';
import { applyGuidance } from '../parastep/guidance';
import type { Branch } from '../parastep/plan';
import { StudioError } from '../protocol/errors';
import { sizeOf } from '../tensor/tensor';
import type { DenoiserBinding, DenoiserEvaluation, DeviceTensor } from './device';
import { LatentsComposer } from './latents-input';
import { fromOrtTensor, toOrtTensor } from './ort-tensor';
import { guardRun, type LoadedGraph } from './sessions';

/** Nanoseconds of the monotonic clock around the session's run alone. */
export type DenoiserAnswer = {
  readonly prediction: Float32Array;
  readonly started: bigint;
  readonly ended: bigint;
};

/** A job's denoiser on one device: constant inputs made ready once, then one call per evaluation. */
export class BoundDenoiser {
  readonly #device: string;
  readonly #graph: LoadedGraph;
  readonly #binding: DenoiserBinding;
  readonly #constants: Readonly<Record<Branch, Record<string, OrtTensor>>>;
  readonly #inputs: Readonly<Record<Branch, LatentsComposer>>;
  readonly #latentsSize: number;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(device: string, graph: LoadedGraph, binding: DenoiserBinding) {
    this.#device = device;
    this.#graph = graph;
    this.#binding = binding;
    this.#latentsSize = sizeOf(binding.latents.shape);
    this.#constants = {
      both: this.#constantsOf('both'),
      unconditional: this.#constantsOf('unconditional'),
      conditional: this.#constantsOf('conditional'),
    };
    const last = binding.branches - 1;
    this.#inputs = {
      both: new LatentsComposer(binding, { first: 0, count: binding.branches }),
      unconditional: new LatentsComposer(binding, { first: 0, count: 1 }),
      conditional: new LatentsComposer(binding, { first: last, count: 1 }),
    };
  }

  /** Evaluations are done one after the other: they share the input's buffer. */
  evaluate(evaluation: DenoiserEvaluation): Promise<DenoiserAnswer> {
    const answer = this.#turn.then(() => this.#evaluate(evaluation));
    this.#turn = answer.catch(() => undefined);
    return answer;
  }

  async #evaluate({
    timestep,
    branch,
    guidanceScales,
    latents,
  }: DenoiserEvaluation): Promise<DenoiserAnswer> {
    if (latents.length !== this.#latentsSize) {
      throw new StudioError(
        'protocol',
        `${this.#device} was given ${latents.length} latent values and was bound for ${this.#latentsSize}.`,
        { device: this.#device },
      );
    }
    const { session } = this.#graph;
    const { output, graph, branches } = this.#binding;
    const parts = branch === 'both' ? branches : 1;
    const batch = parts * (this.#binding.latents.shape[0] ?? 1);
    const feeds = {
      ...this.#constants[branch],
      [this.#binding.latents.input]: this.#latentsInput(latents, branch),
      [this.#binding.timestep.input]: this.#timestepInput(timestep, batch),
    };
    const started = process.hrtime.bigint();
    const outputs = await guardRun(this.#device, graph.path, () => session.run(feeds, [output]));
    const ended = process.hrtime.bigint();

    const answer = fromOrtTensor(outputs[output] as OrtTensor);
    if (answer.type !== 'float32' || answer.data.length !== parts * this.#latentsSize) {
      throw new StudioError(
        'bundle-unsupported',
        `${graph.path} answered with the shape [${answer.shape.join(', ')}], which does not fit its latents. Verify the model.`,
        { device: this.#device },
      );
    }
    if (parts === 1) return { prediction: answer.data, started, ended };
    const prediction = new Float32Array(this.#latentsSize);
    applyGuidance(
      answer.data.subarray(0, this.#latentsSize),
      answer.data.subarray(this.#latentsSize),
      guidanceScales,
      prediction,
    );
    return { prediction, started, ended };
  }

  #latentsInput(latents: Float32Array, branch: Branch): OrtTensor {
    const composer = this.#inputs[branch];
    const tensor = { type: 'float32', shape: composer.shape, data: composer.compose(latents) } as const;
    return this.#input(this.#binding.latents.input, tensor);
  }

  #timestepInput(timestep: number, batch: number): OrtTensor {
    const { input, type } = this.#binding.timestep;
    if (type === 'int64') {
      return new OrtTensor('int64', new BigInt64Array(batch).fill(BigInt(timestep)), [batch]);
    }
    return this.#input(input, { type, shape: [batch], data: new Float32Array(batch).fill(timestep) });
  }

  #constantsOf(branch: Branch): Record<string, OrtTensor> {
    const { constants, branches } = this.#binding;
    return Object.fromEntries(
      constants.map(({ input, perBranch, tensor }) => {
        const part = perBranch && branch !== 'both' && branches === 2 ? branchOf(tensor, branch) : tensor;
        return [input, this.#input(input, part)];
      }),
    );
  }

  #input(name: string, tensor: DeviceTensor): OrtTensor {
    return toOrtTensor(tensor, this.#graph.inputTypes.get(name));
  }
}

/** The unconditional (first) or conditional (second) half along the first axis. */
function branchOf(tensor: DeviceTensor, branch: Branch): DeviceTensor {
  const half = tensor.data.length / 2;
  const start = branch === 'unconditional' ? 0 : half;
  const shape = [(tensor.shape[0] as number) / 2, ...tensor.shape.slice(1)];
  return { ...tensor, shape, data: tensor.data.subarray(start, start + half) } as DeviceTensor;
}
