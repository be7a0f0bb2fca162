import { posix } from 'node:path';
import { bundlePathSchema, type Graph, type GraphValue } from './manifest';
import { type OnnxSummary, type OnnxValue, readOnnxFile } from './onnx-file';
import { type Bundle, damaged } from './open-bundle';
import { ProtobufError } from './protobuf-reader';

/** `TensorProto.DataType` of the types that a manifest can name. */
const ELEMENT_TYPES = { float32: 1, int64: 7, float16: 10 } as const;

/**
 * Checks every graph of the bundle without loading it: its inputs and outputs are those of the manifest, and all
 * weights that it names lie within files that the manifest lists. Throws `bundle-damaged`.
 */
export function checkBundle(bundle: Bundle): void {
  for (const { graphs } of Object.values(bundle.manifest.components)) {
    for (const graph of Object.values(graphs)) checkGraph(bundle, graph);
  }
}

function checkGraph(bundle: Bundle, graph: Graph): void {
  const summary = summaryOf(bundle, graph);
  const refuse = (what: string): never => {
    throw damaged(bundle.folder, `${graph.path} ${what}`);
  };
  compare('inputs', graph.inputs, summary.inputs, refuse);
  compare('outputs', graph.outputs, summary.outputs, refuse);
  for (const { location, offset, length } of summary.external) {
    const file = posix.join(posix.dirname(graph.path), location);
    // Judged as it is written, because what a reader makes of `a/../b` is the reader's affair.
    if (!bundlePathSchema.safeParse(location).success || !bundle.lists(file)) {
      refuse('names weights outside the files of the model');
    }
    if (offset + length > bundle.bytes(file)) refuse(`names weights beyond the end of ${file}`);
  }
}

function summaryOf(bundle: Bundle, { path }: Graph): OnnxSummary {
  try {
    return readOnnxFile(bundle.path(path));
  } catch (error) {
    if (error instanceof ProtobufError) {
      throw damaged(bundle.folder, `${path} is not a usable graph (${error.message})`);
    }
    throw error;
  }
}

function compare(
  kind: 'inputs' | 'outputs',
  expected: readonly GraphValue[],
  found: readonly OnnxValue[],
  refuse: (what: string) => never,
): void {
  const byName = new Map(found.map((value) => [value.name, value]));
  if (byName.size !== expected.length || found.length !== expected.length) {
    refuse(`has ${found.length} ${kind} where its manifest has ${expected.length}`);
  }
  for (const { name, type, shape } of expected) {
    const value = byName.get(name) ?? refuse(`has no ${name} among its ${kind}`);
    if (value.elementType !== ELEMENT_TYPES[type]) refuse(`has another element type for ${name}`);
    const fits =
      value.shape === undefined ||
      (value.shape.length === shape.length &&
        value.shape.every(
          (extent, i) => typeof shape[i] !== 'number' || extent === undefined || extent === shape[i],
        ));
    if (!fits) refuse(`has another shape for ${name}`);
  }
}
