import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Graph, type GraphValue, MANIFEST_FILE, manifestSchema } from '../../bundle/manifest';
import { StudioError } from '../../protocol/errors';
import { sizeOf } from '../../tensor/tensor';
import type { DeviceTensor, GraphRef } from '../device';

/** The shapes of the given inputs by name; a value held on the device has none to tell. */
export type FedShapes = Readonly<Record<string, readonly number[]>>;

/** Reads what a graph of a bundle takes and gives from the bundle's manifest; the graph itself is not opened. */
export class GraphCatalogue {
  readonly #bundles = new Map<string, Promise<ReadonlyMap<string, Graph>>>();

  async graph({ bundle, path }: GraphRef): Promise<Graph> {
    let reading = this.#bundles.get(bundle);
    if (reading === undefined) {
      reading = readGraphs(bundle);
      this.#bundles.set(bundle, reading);
      reading.catch(() => this.#bundles.delete(bundle));
    }
    const graph = (await reading).get(path);
    if (graph === undefined) {
      throw new StudioError('bundle-damaged', `The model has no graph ${path}: copy or download it again.`);
    }
    return graph;
  }
}

async function readGraphs(bundle: string): Promise<ReadonlyMap<string, Graph>> {
  const manifest = manifestSchema.parse(JSON.parse(await readFile(join(bundle, MANIFEST_FILE), 'utf8')));
  const graphs = Object.values(manifest.components).flatMap((component) => Object.values(component.graphs));
  return new Map(graphs.map((graph) => [graph.path, graph]));
}

/**
 * Made-up values for one output of a graph, of the size that the graph would answer with: a slow wave for
 * floats, ones for integers (they are masks).
 */
export function madeUpOutput(graph: Graph, name: string, fed: FedShapes): DeviceTensor {
  const output = graph.outputs.find((value) => value.name === name);
  if (output === undefined) {
    throw new StudioError('bundle-unsupported', `${graph.path} has no output ${name}. Verify the model.`);
  }
  const extents = knownExtents(graph.inputs, fed);
  const shape = output.shape.map((extent) => extentOf(extent, extents));
  if (output.type === 'int64')
    return { type: 'int64', shape, data: new BigInt64Array(sizeOf(shape)).fill(1n) };
  return { type: 'float32', shape, data: wave(sizeOf(shape)) };
}

/** What the shapes of the inputs say about the named extents. */
function knownExtents(inputs: readonly GraphValue[], fed: FedShapes): ReadonlyMap<string, number> {
  const extents = new Map<string, number>();
  for (const { name, shape } of inputs) {
    for (const [axis, extent] of shape.entries()) {
      const value = fed[name]?.[axis];
      if (typeof extent === 'number' || value === undefined) continue;
      const { factor, symbol } = parseExtent(extent);
      extents.set(symbol, value / factor);
    }
  }
  return extents;
}

/**
 * Extents that a graph computes and that its manifest can only name, as the published AudioLDM2 computes them:
 * its projection joins the two texts with four marks, its vocoder makes 160 samples of a frame and 32 more.
 */
const COMPUTED: Readonly<Record<string, (known: (symbol: string) => number) => number>> = {
  sequence: (known) => 1 + known('tokens') + 4,
  samples: (known) => 160 * known('frames') + 32,
};

function extentOf(extent: number | string, known: ReadonlyMap<string, number>): number {
  if (typeof extent === 'number') return extent;
  const { factor, symbol } = parseExtent(extent);
  const value = (name: string): number => {
    const found = known.get(name) ?? COMPUTED[name]?.(value);
    if (found !== undefined) return found;
    throw new StudioError(
      'bundle-unsupported',
      `A virtual device cannot tell how large ${name} is in this model: use it on other devices.`,
    );
  };
  return factor * value(symbol);
}

/** `height` or `8*height`. */
function parseExtent(extent: string): { readonly factor: number; readonly symbol: string } {
  const [symbol = '', factor = '1'] = extent.split('*').reverse();
  return { factor: Number(factor), symbol };
}

const WAVE = Float32Array.from({ length: 4096 }, (_, i) => 0.5 * Math.sin((2 * Math.PI * i) / 4096));

function wave(size: number): Float32Array {
  const out = new Float32Array(size);
  for (let at = 0; at < size; at += WAVE.length) out.set(WAVE.subarray(0, size - at), at);
  return out;
}
