import { join } from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import type { ComputingSpec } from '../protocol/device-spec';
import type { GraphRef } from './device';
import { isAllocationFailure, loadError, runError } from './session-errors';
import { sessionOptionsFor } from './session-options';

/** Makes a session from a file. */
export type CreateSession = (
  file: string,
  options: InferenceSession.SessionOptions,
) => Promise<InferenceSession>;

/** A loaded graph with the element type of each of its inputs. */
export type LoadedGraph = {
  readonly session: InferenceSession;
  readonly inputTypes: ReadonlyMap<string, string>;
};

type Entry = {
  /** The folder of the graph's bundle. */
  readonly bundle: string;
  readonly loading: Promise<LoadedGraph>;
  ready: boolean;
  uses: number;
};

/**
 * The ONNX Runtime sessions of one device, by graph file. They stay loaded until asked to go, or until another
 * needs their memory.
 */
export class Sessions {
  readonly #device: string;
  readonly #create: (file: string) => Promise<InferenceSession>;
  readonly #entries = new Map<string, Entry>();

  constructor(spec: ComputingSpec, create: CreateSession = InferenceSession.create) {
    this.#device = spec.id;
    const options = sessionOptionsFor(spec);
    this.#create = (file) => create(file, options);
  }

  get count(): number {
    return this.#entries.size;
  }

  load(graph: GraphRef): Promise<LoadedGraph> {
    return this.#entry(graph).loading;
  }

  /** Works with a graph, which stays loaded meanwhile. If memory runs out, all others go and it is tried once more. */
  async use<T>(graph: GraphRef, work: (loaded: LoadedGraph) => Promise<T>): Promise<T> {
    const entry = this.#entry(graph);
    entry.uses += 1;
    try {
      const loaded = await entry.loading;
      try {
        return await this.#onceMoreWithoutOthers(graph, () => work(loaded));
      } catch (error) {
        throw runError(this.#device, graph.path, error);
      }
    } finally {
      entry.uses -= 1;
    }
  }

  async unload(graph: GraphRef): Promise<void> {
    await this.#release(fileOf(graph));
  }

  /** Unloads the graphs that are not at work: all of them, or all but those of the bundle in this folder. */
  async unloadAll(except?: string): Promise<void> {
    const idle = [...this.#entries].filter(([, { bundle, uses }]) => bundle !== except && uses === 0);
    await Promise.all(idle.map(([file]) => this.#release(file)));
  }

  #entry(graph: GraphRef): Entry {
    const file = fileOf(graph);
    const known = this.#entries.get(file);
    if (known !== undefined) return known;
    const entry: Entry = { bundle: graph.bundle, loading: this.#load(graph), ready: false, uses: 0 };
    this.#entries.set(file, entry);
    entry.loading.then(
      () => {
        entry.ready = true;
      },
      () => {
        // A graph that failed to load may be repaired and asked for again.
        if (this.#entries.get(file) === entry) this.#entries.delete(file);
      },
    );
    return entry;
  }

  async #load(graph: GraphRef): Promise<LoadedGraph> {
    try {
      const session = await this.#onceMoreWithoutOthers(graph, () => this.#create(fileOf(graph)));
      const inputTypes = new Map(
        session.inputMetadata.map((input) => [input.name, input.isTensor ? input.type : 'other']),
      );
      return { session, inputTypes };
    } catch (error) {
      throw loadError(this.#device, graph.path, error);
    }
  }

  async #onceMoreWithoutOthers<T>(graph: GraphRef, attempt: () => Promise<T>): Promise<T> {
    try {
      return await attempt();
    } catch (error) {
      if (!isAllocationFailure(String(error))) throw error;
      const own = fileOf(graph);
      const idle = [...this.#entries].filter(
        ([file, { ready, uses }]) => file !== own && ready && uses === 0,
      );
      await Promise.all(idle.map(([file]) => this.#release(file)));
      return attempt();
    }
  }

  async #release(file: string): Promise<void> {
    const entry = this.#entries.get(file);
    this.#entries.delete(file);
    const loaded = await entry?.loading.catch(() => undefined);
    await loaded?.session.release();
  }
}

const fileOf = ({ bundle, path }: GraphRef): string => join(bundle, path);
