import { closeSync, fstatSync, openSync } from 'node:fs';
import { type Field, ProtobufError, ProtobufReader, type Span } from './protobuf-reader';

/** An input or output as the graph declares it; free extents are undefined. */
export type OnnxValue = {
  readonly name: string;
  /** Of ONNX's `TensorProto.DataType`; undefined if it is no tensor. */
  readonly elementType: number | undefined;
  readonly shape: readonly (number | undefined)[] | undefined;
};

/** Weights that lie in another file. */
export type ExternalData = { readonly location: string; readonly offset: number; readonly length: number };

export type OnnxSummary = {
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly external: readonly ExternalData[];
};

/** Graphs within graphs, as `If` and `Loop` have them, go no deeper in any model. */
const MAX_DEPTH = 16;
const MAX_TENSORS = 1_000_000;
const MAX_RANK = 32;
const EXTERNAL = 1n;

/** Operator sets whose operators read nothing but their inputs. */
const DOMAINS = new Set(['', 'ai.onnx', 'com.microsoft']);
/** Runs a blob that lies in another file. */
const FORBIDDEN_OPERATORS = new Set(['EPContext']);

/** Bits of an element, by `TensorProto.DataType`; strings (8) have no size. */
const ELEMENT_BITS: Readonly<Record<number, number>> = {
  ...{ 1: 32, 2: 8, 3: 8, 4: 16, 5: 16, 6: 32, 7: 64, 9: 8, 10: 16, 11: 64, 12: 32, 13: 64, 14: 64 },
  ...{ 15: 128, 16: 16, 17: 8, 18: 8, 19: 8, 20: 8, 21: 4, 22: 4, 23: 4 },
};

/** Of the protobuf schema of ONNX 1.23, the fields that are walked. */
const MODEL = { graph: 7, trainingInfo: 20, functions: 25 } as const;
const TRAINING = { initialization: 1, algorithm: 2 } as const;
const FUNCTION = { node: 7, attribute: 11 } as const;
const GRAPH = { node: 1, initializer: 5, input: 11, output: 12, sparseInitializer: 15 } as const;
const NODE = { attribute: 5, operator: 4, domain: 7 } as const;
const ATTRIBUTE = { tensor: 5, graph: 6, tensors: 10, graphs: 11, sparse: 22, sparses: 23 } as const;
const SPARSE = { values: 1, indices: 2 } as const;
const TENSOR = { dims: 1, type: 2, raw: 9, external: 13, location: 14 } as const;
const ENTRY = { key: 1, value: 2 } as const;
const VALUE = { name: 1, type: 2 } as const;
const TYPE = { tensor: 1 } as const;
const TENSOR_TYPE = { elementType: 1, shape: 2 } as const;
const SHAPE = { dimension: 1 } as const;
const DIMENSION = { value: 1 } as const;

/**
 * Reads what an ONNX file declares and every place where it names another file, without loading it. The file is
 * untrusted. Throws `ProtobufError` for one that is damaged, that holds tensors of a size other than their
 * data's, or that uses operators which could read files.
 */
export function readOnnxFile(path: string): OnnxSummary {
  const file = openSync(path, 'r');
  try {
    return new OnnxWalk(new ProtobufReader(file)).model({ start: 0, end: fstatSync(file).size });
  } finally {
    closeSync(file);
  }
}

class OnnxWalk {
  readonly #reader: ProtobufReader;
  readonly #external: ExternalData[] = [];
  #tensors = 0;

  constructor(reader: ProtobufReader) {
    this.#reader = reader;
  }

  model(span: Span): OnnxSummary {
    let graph: Span | undefined;
    for (const field of this.#messages(span)) {
      if (field.number === MODEL.graph) {
        // Parsers merge a repeated message, and each does it in its own way.
        if (graph !== undefined) throw new ProtobufError('it holds more than one graph');
        graph = field.span;
      } else if (field.number === MODEL.functions) this.#function(field.span);
      else if (field.number === MODEL.trainingInfo) {
        for (const { number, span: part } of this.#messages(field.span)) {
          if (number === TRAINING.initialization || number === TRAINING.algorithm) this.#graph(part, 1);
        }
      }
    }
    if (graph === undefined) throw new ProtobufError('it holds no graph');
    return { ...this.#graph(graph, 0), external: this.#external };
  }

  #graph(span: Span, depth: number): { inputs: OnnxValue[]; outputs: OnnxValue[] } {
    if (depth > MAX_DEPTH) throw new ProtobufError('its graphs are nested too deeply');
    const inputs: OnnxValue[] = [];
    const outputs: OnnxValue[] = [];
    for (const { number, span: part } of this.#messages(span)) {
      if (number === GRAPH.node) this.#node(part, depth);
      else if (number === GRAPH.initializer) this.#tensor(part);
      else if (number === GRAPH.sparseInitializer) this.#sparseTensor(part);
      else if (number === GRAPH.input) inputs.push(this.#value(part));
      else if (number === GRAPH.output) outputs.push(this.#value(part));
    }
    return { inputs, outputs };
  }

  #function(span: Span): void {
    for (const { number, span: part } of this.#messages(span)) {
      if (number === FUNCTION.node) this.#node(part, 1);
      else if (number === FUNCTION.attribute) this.#attribute(part, 1);
    }
  }

  #node(span: Span, depth: number): void {
    for (const { number, span: part } of this.#messages(span)) {
      if (number === NODE.attribute) this.#attribute(part, depth);
      else if (number === NODE.operator) {
        const operator = this.#reader.text(part);
        if (FORBIDDEN_OPERATORS.has(operator)) throw new ProtobufError(`it uses the operator ${operator}`);
      } else if (number === NODE.domain) {
        const domain = this.#reader.text(part);
        if (!DOMAINS.has(domain)) throw new ProtobufError(`it uses operators of ${domain}`);
      }
    }
  }

  #attribute(span: Span, depth: number): void {
    for (const { number, span: part } of this.#messages(span)) {
      if (number === ATTRIBUTE.tensor || number === ATTRIBUTE.tensors) this.#tensor(part);
      else if (number === ATTRIBUTE.graph || number === ATTRIBUTE.graphs) this.#graph(part, depth + 1);
      else if (number === ATTRIBUTE.sparse || number === ATTRIBUTE.sparses) this.#sparseTensor(part);
    }
  }

  #sparseTensor(span: Span): void {
    for (const { number, span: part } of this.#messages(span)) {
      if (number === SPARSE.values || number === SPARSE.indices) this.#tensor(part);
    }
  }

  #tensor(span: Span): void {
    if (++this.#tensors > MAX_TENSORS) throw new ProtobufError('it has far too many tensors');
    const dims: bigint[] = [];
    const entries = new Map<string, string>();
    let type = 0;
    let raw: Span | undefined;
    let location = 0n;
    for (const field of this.#reader.fields(span)) {
      if (field.number === TENSOR.dims) this.#collectDims(field, dims);
      else if (field.number === TENSOR.raw && field.kind === 'bytes') raw = field.span;
      else if (field.number === TENSOR.external && field.kind === 'bytes') this.#entry(field.span, entries);
      else if (field.kind === 'varint' && field.number === TENSOR.type) type = Number(field.value);
      else if (field.kind === 'varint' && field.number === TENSOR.location) location = field.value;
    }
    const bytes = tensorBytes(dims, type);
    // Some readers look at one of the two marks only, so either makes the tensor external.
    if (location === EXTERNAL || entries.size > 0) this.#external.push(externalData(entries, bytes));
    else if (raw !== undefined) {
      if (bytes !== undefined && raw.end - raw.start !== bytes) {
        throw new ProtobufError(
          `it has a tensor of ${bytes} bytes with ${raw.end - raw.start} bytes of data`,
        );
      }
    } else if (elementsOf(dims) > BigInt(span.end - span.start)) {
      // Values that are not raw take a byte each at the least.
      throw new ProtobufError('it has a tensor that is larger than its data');
    }
  }

  #collectDims(field: Field, dims: bigint[]): void {
    if (field.kind === 'bytes') dims.push(...this.#reader.packedVarints(field.span, MAX_RANK));
    else dims.push(field.value);
    if (dims.length > MAX_RANK) throw new ProtobufError('it has a tensor of too many dimensions');
  }

  #entry(span: Span, entries: Map<string, string>): void {
    let key = '';
    let value = '';
    for (const { number, span: part } of this.#messages(span)) {
      if (number === ENTRY.key) key = this.#reader.text(part);
      else if (number === ENTRY.value) value = this.#reader.text(part);
    }
    if (entries.has(key)) throw new ProtobufError(`it has a tensor that says twice where its ${key} is`);
    entries.set(key, value);
  }

  #value(span: Span): OnnxValue {
    let name = '';
    let elementType: number | undefined;
    let shape: (number | undefined)[] | undefined;
    for (const { number, span: part } of this.#messages(span)) {
      if (number === VALUE.name) name = this.#reader.text(part);
      else if (number === VALUE.type) {
        for (const { number: kind, span: tensor } of this.#messages(part)) {
          if (kind !== TYPE.tensor) continue;
          for (const field of this.#reader.fields(tensor)) {
            if (field.number === TENSOR_TYPE.elementType && field.kind === 'varint') {
              elementType = Number(field.value);
            } else if (field.number === TENSOR_TYPE.shape && field.kind === 'bytes') {
              shape = this.#shape(field.span);
            }
          }
        }
      }
    }
    return { name, elementType, shape };
  }

  #shape(span: Span): (number | undefined)[] {
    const shape: (number | undefined)[] = [];
    for (const { number, span: part } of this.#messages(span)) {
      if (number !== SHAPE.dimension) continue;
      if (shape.length === MAX_RANK) throw new ProtobufError('it has a value of too many dimensions');
      let extent: number | undefined;
      for (const field of this.#reader.fields(part)) {
        if (field.number === DIMENSION.value && field.kind === 'varint') {
          extent = Number(BigInt.asIntN(64, field.value));
        }
      }
      shape.push(extent);
    }
    return shape;
  }

  /** The fields of `span` that are bytes; no field that is asked for here is a number. */
  *#messages(span: Span): Generator<{ readonly number: number; readonly span: Span }> {
    for (const field of this.#reader.fields(span)) if (field.kind === 'bytes') yield field;
  }
}

const elementsOf = (dims: readonly bigint[]): bigint => {
  for (const dim of dims) {
    if (BigInt.asIntN(64, dim) < 0n) throw new ProtobufError('it has a tensor with a negative extent');
  }
  return dims.reduce((product, dim) => product * dim, 1n);
};

/** Bytes of a tensor's values; undefined for strings, which have none that are known. */
function tensorBytes(dims: readonly bigint[], type: number): number | undefined {
  const bits = ELEMENT_BITS[type];
  if (bits === undefined) {
    if (type === 8) return undefined;
    throw new ProtobufError('it has a tensor of an unknown type');
  }
  const bytes = (elementsOf(dims) * BigInt(bits) + 7n) / 8n;
  if (bytes > BigInt(Number.MAX_SAFE_INTEGER)) throw new ProtobufError('it has a tensor of absurd size');
  return Number(bytes);
}

function externalData(entries: ReadonlyMap<string, string>, bytes: number | undefined): ExternalData {
  const location = entries.get('location');
  if (location === undefined) throw new ProtobufError('it has a tensor that lies nowhere');
  const offset = wholeNumber(entries.get('offset') ?? '0');
  const length = entries.has('length') ? wholeNumber(entries.get('length') ?? '') : bytes;
  if (bytes === undefined || length !== bytes) {
    throw new ProtobufError(`it has a tensor of ${bytes ?? 'unknown'} bytes with ${length} bytes of data`);
  }
  return { location, offset, length };
}

function wholeNumber(text: string): number {
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(value)) return value;
  throw new ProtobufError('it has a tensor at no place in its file');
}
