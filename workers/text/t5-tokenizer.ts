import { Tokenizer } from '@huggingface/tokenizers';
import { z } from 'zod';
import type { Bundle } from '../bundle/open-bundle';
import { StudioError } from '../protocol/errors';
import { PrecompiledCharsmap } from './precompiled-charsmap';

const charsmapSchema = z.looseObject({ type: z.literal('Precompiled'), precompiled_charsmap: z.string() });
const tokenizerJsonSchema = z.looseObject({
  normalizer: charsmapSchema,
  model: z.looseObject({ type: z.literal('Unigram') }),
});
const tokenizerConfigSchema = z.looseObject({
  eos_token: z.string().default('</s>'),
  pad_token: z.string().default('<pad>'),
});

export type Tokens = {
  /** Exactly `length` ids: the text, `</s>`, padding. */
  readonly ids: BigInt64Array;
  /** How many ids the whole text would have needed, `</s>` included. */
  readonly needed: number;
};

/** A T5 SentencePiece tokenizer out of a bundle's `tokenizer/` folder. */
export class T5Tokenizer {
  readonly #charsmap: PrecompiledCharsmap;
  readonly #tokenizer: Tokenizer;
  readonly #endId: number;
  readonly #padId: number;

  private constructor(charsmap: PrecompiledCharsmap, tokenizer: Tokenizer, endId: number, padId: number) {
    this.#charsmap = charsmap;
    this.#tokenizer = tokenizer;
    this.#endId = endId;
    this.#padId = padId;
  }

  static async open(bundle: Bundle, folder = 'tokenizer'): Promise<T5Tokenizer> {
    const [json, config] = await Promise.all([
      bundle.json(`${folder}/tokenizer.json`, tokenizerJsonSchema),
      bundle.json(`${folder}/tokenizer_config.json`, tokenizerConfigSchema),
    ]);
    const charsmap = new PrecompiledCharsmap(json.normalizer.precompiled_charsmap);
    const tokenizer = new Tokenizer({ ...json, normalizer: null }, config);
    const endId = tokenizer.token_to_id(config.eos_token);
    const padId = tokenizer.token_to_id(config.pad_token);
    if (endId === undefined || padId === undefined) {
      throw new StudioError(
        'bundle-damaged',
        'The tokenizer of this model has no end or padding token. Verify the model.',
      );
    }
    return new T5Tokenizer(charsmap, tokenizer, endId, padId);
  }

  /** As diffusers asks for it: `padding="max_length", truncation=True, add_special_tokens=True`. */
  encode(text: string, length: number): Tokens {
    const pieces = this.#tokenizer.encode(this.#charsmap.normalize(text), { add_special_tokens: false }).ids;
    const ids = new BigInt64Array(length).fill(BigInt(this.#padId));
    const kept = pieces.slice(0, length - 1);
    for (const [i, id] of kept.entries()) ids[i] = BigInt(id);
    ids[kept.length] = BigInt(this.#endId);
    return { ids, needed: pieces.length + 1 };
  }
}
