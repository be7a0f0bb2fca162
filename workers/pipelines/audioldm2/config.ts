import { z } from 'zod';
import type { Bundle } from '../../bundle/open-bundle';
import { type DdimConfig, ddimConfigSchema } from '../../schedulers/ddim';

/** `unet/config.json` of diffusers' `AudioLDM2UNet2DConditionModel`, as far as this app needs it. */
const unetConfigSchema = z.object({
  in_channels: z.int().min(1),
  block_out_channels: z.array(z.int().min(1)).min(1),
});

/** `vae_decoder/config.json` of diffusers' `AutoencoderKL`. */
const vaeConfigSchema = z.object({
  latent_channels: z.int().min(1),
  block_out_channels: z.array(z.int().min(1)).min(1),
  scaling_factor: z.number().positive(),
});

/** `vocoder/config.json` of transformers' `SpeechT5HifiGan`. */
const vocoderConfigSchema = z.object({
  sampling_rate: z.int().min(1).max(384_000),
  upsample_rates: z.array(z.int().min(1)).min(1),
  model_in_dim: z.int().min(1),
});

/** `language_model/config.json` of transformers' GPT-2. */
const languageModelConfigSchema = z.object({ max_new_tokens: z.int().min(1).max(64).default(8) });

/** `tokenizer_2/tokenizer_config.json`, T5's. */
const tokenizerConfigSchema = z.object({ model_max_length: z.number().min(1) });

export type AudioLdm2Configs = {
  /** Tokens that T5 reads, the end token included. */
  readonly promptTokens: number;
  readonly unet: z.infer<typeof unetConfigSchema>;
  readonly vae: z.infer<typeof vaeConfigSchema>;
  readonly vocoder: z.infer<typeof vocoderConfigSchema>;
  /** How many embeddings the language model makes. */
  readonly generatedTokens: number;
  readonly scheduler: DdimConfig;
};

/** Where a tokenizer names no limit, transformers writes an astronomical one. */
const MOST_PROMPT_TOKENS = 512;

export async function readConfigs(bundle: Bundle): Promise<AudioLdm2Configs> {
  const [unet, vae, vocoder, languageModel, tokenizer, scheduler] = await Promise.all([
    bundle.json('unet/config.json', unetConfigSchema),
    bundle.json('vae_decoder/config.json', vaeConfigSchema),
    bundle.json('vocoder/config.json', vocoderConfigSchema),
    bundle.json('language_model/config.json', languageModelConfigSchema),
    bundle.json('tokenizer_2/tokenizer_config.json', tokenizerConfigSchema),
    bundle.json('scheduler/scheduler_config.json', ddimConfigSchema),
  ]);
  const promptTokens = Math.min(tokenizer.model_max_length, MOST_PROMPT_TOKENS);
  return { promptTokens, unet, vae, vocoder, generatedTokens: languageModel.max_new_tokens, scheduler };
}

/** Spectrogram frames (or bins) along one side that make one latent. */
export function compression({ vae }: AudioLdm2Configs): number {
  return 2 ** (vae.block_out_channels.length - 1);
}

/** Samples that the vocoder makes of one spectrogram frame. */
export function hopLength({ vocoder }: AudioLdm2Configs): number {
  return vocoder.upsample_rates.reduce((product, rate) => product * rate, 1);
}
