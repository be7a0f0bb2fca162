import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import { StudioError } from '../protocol/errors';
import type { GraphRef } from './device';

export type SessionOptions = {
  /** The device's name in errors, such as `cpu:0`. */
  readonly device: string;
  /** Threads that one operator may use. */
  readonly threads: number;
};

/** A loaded graph with the element type of each of its inputs. */
export type LoadedGraph = {
  readonly session: InferenceSession;
  readonly inputTypes: ReadonlyMap<string, string>;
};

/** The ONNX Runtime sessions of one device, by graph file. They stay loaded until asked to go. */
export class Sessions {
  readonly #options: SessionOptions;
  readonly #loaded = new Map<string, Promise<LoadedGraph>>();

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  get count(): number {
    return this.#loaded.size;
  }

  load(graph: GraphRef): Promise<LoadedGraph> {
    const file = join(graph.bundle, graph.path);
    let loading = this.#loaded.get(file);
    if (loading === undefined) {
      loading = this.#create(file, graph.path);
      this.#loaded.set(file, loading);
      // A graph that failed to load may be repaired and asked for again.
      loading.catch(() => this.#loaded.delete(file));
    }
    return loading;
  }

  async unload(graph: GraphRef): Promise<void> {
    const file = join(graph.bundle, graph.path);
    const loading = this.#loaded.get(file);
    this.#loaded.delete(file);
    const loaded = await loading?.catch(() => undefined);
    await loaded?.session.release();
  }

  async #create(file: string, name: string): Promise<LoadedGraph> {
    const { device, threads } = this.#options;
    try {
      const session = await InferenceSession.create(file, {
        executionProviders: ['cpu'],
        intraOpNumThreads: Math.min(threads, availableParallelism()),
        interOpNumThreads: 1,
        executionMode: 'sequential',
        graphOptimizationLevel: 'all',
        logSeverityLevel: 3,
      });
      const inputTypes = new Map(
        session.inputMetadata.map((input) => [input.name, input.isTensor ? input.type : 'other']),
      );
      return { session, inputTypes };
    } catch (error) {
      throw new StudioError(
        'bundle-damaged',
        `${device} cannot load ${name}: the graph is damaged or made for another version. Export or download the model again.`,
        { device, detail: String(error) },
      );
    }
  }
}

/** Runs a session and turns what it throws into an error that names the device and says what to do. */
export async function guardRun<T>(device: string, graph: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const detail = String(error);
    if (/alloc|out of memory|OOM/i.test(detail)) {
      throw new StudioError(
        'out-of-memory',
        `${device} ran out of memory in ${graph}. Close other programs, or choose a smaller size or fewer frames.`,
        { device, detail },
      );
    }
    throw new StudioError(
      'bundle-damaged',
      `${device} could not run ${graph}: its inputs do not fit the graph. Verify the model.`,
      {
        device,
        detail,
      },
    );
  }
}
