import type { Bundle } from '../../bundle/open-bundle';
import type { Device, DeviceTensor, GraphRef } from '../../device/device';
import { StudioError } from '../../protocol/errors';
import { concatFirstAxis, type Tensor, tensor } from '../../tensor/tensor';
import type { RobertaTokenizer } from '../../text/roberta-tokenizer';
import type { T5Tokenizer } from '../../text/t5-tokenizer';
import { graphRef } from '../pipeline';

export type TextGraphs = {
  readonly clap: GraphRef;
  readonly t5: GraphRef;
  readonly projection: GraphRef;
  readonly languageModel: GraphRef;
};

export function textGraphs(bundle: Bundle): TextGraphs {
  return {
    clap: graphRef(bundle, 'text_encoder'),
    t5: graphRef(bundle, 'text_encoder_2'),
    projection: graphRef(bundle, 'projection_model'),
    languageModel: graphRef(bundle, 'language_model'),
  };
}

export type TextTokenizers = { readonly clap: RobertaTokenizer; readonly t5: T5Tokenizer };

/** What the UNet is told about the texts, one row each. */
export type TextConditioning = {
  /** CLAP's embeddings of length one, `[texts, D2]`. */
  readonly clap: Tensor;
  /** What the language model makes of the text, `[texts, generated, D]`. */
  readonly generated: Tensor;
  /** T5's hidden states, `[texts, tokens, D1]`, and which tokens count. */
  readonly states: Tensor;
  readonly mask: DeviceTensor;
};

/**
 * diffusers' `AudioLDM2Pipeline.encode_prompt`: every text goes through CLAP and T5, both are projected into
 * one sequence, and the language model continues it by some embeddings.
 *
 * @param texts the texts, the prompt last; all are cut or padded to the prompt's number of T5 tokens.
 */
export async function conditionOnTexts(
  device: Device,
  graphs: TextGraphs,
  tokenizers: TextTokenizers,
  texts: readonly string[],
  { tokens, generatedTokens }: { readonly tokens: number; readonly generatedTokens: number },
): Promise<TextConditioning> {
  const rows = [];
  for (const text of texts)
    rows.push(await conditionOnText(device, graphs, tokenizers, text, tokens, generatedTokens));
  return {
    clap: concatFirstAxis(rows.map(({ clap }) => clap)),
    generated: concatFirstAxis(rows.map(({ generated }) => generated)),
    states: concatFirstAxis(rows.map(({ states }) => states)),
    mask: {
      type: 'int64',
      shape: [rows.length, tokens],
      data: BigInt64Array.from(rows.flatMap(({ mask }) => [...mask])),
    },
  };
}

async function conditionOnText(
  device: Device,
  graphs: TextGraphs,
  tokenizers: TextTokenizers,
  text: string,
  tokens: number,
  generatedTokens: number,
): Promise<{ clap: Tensor; generated: Tensor; states: Tensor; mask: BigInt64Array }> {
  const clapIds = tokenizers.clap.encode(text);
  const clap = await answer(device, graphs.clap, 'text_embeds', {
    input_ids: { type: 'int64', shape: [1, clapIds.length], data: clapIds },
    attention_mask: ones([1, clapIds.length]),
  });

  const { ids, needed } = tokenizers.t5.encode(text, tokens);
  const mask = new BigInt64Array(tokens).fill(1n, 0, Math.min(needed, tokens));
  const states = await answer(device, graphs.t5, 'last_hidden_state', {
    input_ids: { type: 'int64', shape: [1, tokens], data: ids },
    attention_mask: { type: 'int64', shape: [1, tokens], data: mask },
  });

  const projected = await device.run({
    graph: graphs.projection,
    feeds: {
      hidden_states: { type: 'float32', shape: [1, 1, clap.data.length], data: clap.data },
      hidden_states_1: { type: 'float32', ...states },
      attention_mask: ones([1, 1]),
      attention_mask_1: { type: 'int64', shape: [1, tokens], data: mask },
    },
    fetch: ['projected_states', 'projected_mask'],
  });
  const { projected_states: sequence, projected_mask: sequenceMask } = projected;
  if (sequence?.type !== 'float32' || sequenceMask?.type !== 'int64') throw noAnswer(graphs.projection);
  const generated = await continueSequence(
    device,
    graphs.languageModel,
    sequence,
    sequenceMask.data,
    generatedTokens,
  );
  return { clap, generated, states, mask };
}

/**
 * The language model's last hidden state is appended to its own input, again and again; the appended embeddings
 * `[1, count, D]` are the result. Nothing is sampled.
 */
async function continueSequence(
  device: Device,
  graph: GraphRef,
  start: Tensor,
  startMask: BigInt64Array,
  count: number,
): Promise<Tensor> {
  const [, length = 0, width = 0] = start.shape;
  const embeddings = new Float32Array((length + count) * width);
  embeddings.set(start.data);
  const mask = new BigInt64Array(length + count).fill(1n);
  mask.set(startMask);
  for (let made = 0; made < count; made++) {
    const known = length + made;
    const states = await answer(device, graph, 'last_hidden_state', {
      inputs_embeds: {
        type: 'float32',
        shape: [1, known, width],
        data: embeddings.subarray(0, known * width),
      },
      attention_mask: { type: 'int64', shape: [1, known], data: mask.subarray(0, known) },
    });
    embeddings.set(states.data.subarray((known - 1) * width), known * width);
  }
  return tensor([1, count, width], embeddings.slice(length * width));
}

async function answer(
  device: Device,
  graph: GraphRef,
  output: string,
  feeds: Readonly<Record<string, DeviceTensor>>,
): Promise<Tensor> {
  const { [output]: value } = await device.run({ graph, feeds, fetch: [output] });
  if (value?.type !== 'float32') throw noAnswer(graph);
  return value;
}

function ones(shape: readonly [number, number]): DeviceTensor {
  return { type: 'int64', shape, data: new BigInt64Array(shape[0] * shape[1]).fill(1n) };
}

const noAnswer = ({ path }: GraphRef): StudioError =>
  new StudioError(
    'bundle-unsupported',
    `${path} answered with something else than the app expects. Verify the model.`,
  );
