import { Tokenizer } from '@huggingface/tokenizers';
import { z } from 'zod';
import type { Bundle } from '../bundle/open-bundle';
import { StudioError } from '../protocol/errors';

const tokenizerJsonSchema = z.looseObject({ model: z.looseObject({ type: z.literal('BPE') }) });
const tokenizerConfigSchema = z.looseObject({
  bos_token: z.string().default('<s>'),
  eos_token: z.string().default('</s>'),
  model_max_length: z.int().min(2).max(100_000),
});

/** The byte-pair tokenizer of a RoBERTa text encoder, such as CLAP's. */
export class RobertaTokenizer {
  readonly #tokenizer: Tokenizer;
  readonly #startId: number;
  readonly #endId: number;
  readonly #maxLength: number;

  private constructor(tokenizer: Tokenizer, startId: number, endId: number, maxLength: number) {
    this.#tokenizer = tokenizer;
    this.#startId = startId;
    this.#endId = endId;
    this.#maxLength = maxLength;
  }

  static async open(bundle: Bundle, folder: string): Promise<RobertaTokenizer> {
    const [json, config] = await Promise.all([
      bundle.json(`${folder}/tokenizer.json`, tokenizerJsonSchema),
      bundle.json(`${folder}/tokenizer_config.json`, tokenizerConfigSchema),
    ]);
    const tokenizer = new Tokenizer(json, config);
    const startId = tokenizer.token_to_id(config.bos_token);
    const endId = tokenizer.token_to_id(config.eos_token);
    if (startId === undefined || endId === undefined) {
      throw new StudioError(
        'bundle-damaged',
        'The tokenizer of this model has no start or end token. Verify the model.',
      );
    }
    return new RobertaTokenizer(tokenizer, startId, endId, config.model_max_length);
  }

  /** `<s>`, the text cut to what the encoder reads, `</s>`; no padding, which position ids and masks skip anyway. */
  encode(text: string): BigInt64Array {
    const pieces = this.#tokenizer.encode(text, { add_special_tokens: false }).ids;
    const kept = pieces.slice(0, this.#maxLength - 2);
    return BigInt64Array.from([this.#startId, ...kept, this.#endId], BigInt);
  }
}
