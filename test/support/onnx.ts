/** Writes ONNX files of one's own making, hostile ones among them: as much of protobuf as that takes. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Manifest } from '../../workers/api';

export type Message = Buffer;

function varint(value: number | bigint): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return Buffer.from([...bytes, Number(rest)]);
}

/** One field: a number, or text, bytes or a message. */
export function field(number: number, value: number | bigint | string | Uint8Array): Buffer {
  if (typeof value === 'number' || typeof value === 'bigint') {
    return Buffer.concat([varint(number << 3), varint(value)]);
  }
  const bytes = Buffer.from(value as Uint8Array);
  return Buffer.concat([varint((number << 3) | 2), varint(bytes.length), bytes]);
}

export const message = (...fields: readonly Buffer[]): Message => Buffer.concat(fields);

export type TensorOptions = {
  readonly name: string;
  readonly dims: readonly number[];
  readonly raw?: Uint8Array;
  /** Entries such as `location`, `offset` and `length`. */
  readonly external?: Readonly<Record<string, string>>;
};

const FLOAT = 1;

/** A float32 `TensorProto`. */
export function tensorProto({ name, dims, raw, external }: TensorOptions): Message {
  return message(
    ...dims.map((dim) => field(1, dim)),
    field(2, FLOAT),
    field(8, name),
    ...(raw === undefined ? [] : [field(9, raw)]),
    ...Object.entries(external ?? {}).map(([key, value]) =>
      field(13, message(field(1, key), field(2, value))),
    ),
    ...(external === undefined ? [] : [field(14, 1)]),
  );
}

/** A float32 `ValueInfoProto`. */
export function valueInfo(name: string, shape: readonly (number | string)[]): Message {
  const dims = shape.map((dim) => field(1, typeof dim === 'number' ? field(1, dim) : field(2, dim)));
  return message(field(1, name), field(2, field(1, message(field(1, FLOAT), field(2, message(...dims))))));
}

export type NodeOptions = {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly domain?: string;
  readonly attributes?: readonly Message[];
};

export function node({ operator, inputs, outputs, domain, attributes = [] }: NodeOptions): Message {
  return message(
    ...inputs.map((name) => field(1, name)),
    ...outputs.map((name) => field(2, name)),
    field(4, operator),
    ...attributes.map((attribute) => field(5, attribute)),
    ...(domain === undefined ? [] : [field(7, domain)]),
  );
}

export type GraphOptions = {
  readonly nodes: readonly Message[];
  readonly initializers?: readonly Message[];
  readonly inputs: readonly Message[];
  readonly outputs: readonly Message[];
};

export const graphProto = ({ nodes, initializers = [], inputs, outputs }: GraphOptions): Message =>
  message(
    ...nodes.map((part) => field(1, part)),
    field(2, 'graph'),
    ...initializers.map((part) => field(5, part)),
    ...inputs.map((part) => field(11, part)),
    ...outputs.map((part) => field(12, part)),
  );

/** A `ModelProto` of opset 17. */
export const modelProto = (graph: Message): Message =>
  message(
    field(1, 8),
    field(7, graph),
    field(8, message(field(1, ''), field(2, 17))),
    field(8, message(field(1, 'com.microsoft'), field(2, 1))),
  );

/** `y = x + w`, element by element, `w` being `tensor`. */
export const adder = (tensor: Message, length: number): Message =>
  modelProto(
    graphProto({
      nodes: [node({ operator: 'Add', inputs: ['x', 'w'], outputs: ['y'] })],
      initializers: [tensor],
      inputs: [valueInfo('x', [length])],
      outputs: [valueInfo('y', [length])],
    }),
  );

/** The manifest of a bundle whose one component has one graph, `y = x + w`. */
export function adderManifest(files: Readonly<Record<string, Uint8Array>>, length: number): Manifest {
  return {
    formatVersion: 1,
    id: 'adder',
    title: 'Adder',
    description: '',
    license: 'CC0-1.0',
    source: '',
    pipeline: 'CogVideoXPipeline',
    files: Object.fromEntries(
      Object.entries(files).map(([path, bytes]) => [
        path,
        { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') },
      ]),
    ),
    components: {
      transformer: {
        precision: 'float32',
        parameters: length,
        weightBytes: 4 * length,
        graphs: {
          model: {
            path: 'transformer/model.onnx',
            inputs: [{ name: 'x', type: 'float32', shape: [length] }],
            outputs: [{ name: 'y', type: 'float32', shape: [length] }],
          },
        },
      },
    },
    defaults: {},
    parastep: { warmup: 1, cooldown: 0 },
    preview: null,
    examples: [],
  };
}

/** Writes files, given by their path in `folder`. */
export function writeFiles(folder: string, files: Readonly<Record<string, Uint8Array | string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}
