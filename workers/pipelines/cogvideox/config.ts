import { z } from 'zod';
import type { Bundle } from '../../bundle/open-bundle';
import { type CogVideoXDdimConfig, cogVideoXDdimConfigSchema } from '../../schedulers/cogvideox-ddim';

/** `transformer/config.json` of diffusers' `CogVideoXTransformer3DModel`, as far as this app needs it. */
const transformerConfigSchema = z.object({
  num_attention_heads: z.int().min(1),
  attention_head_dim: z.int().min(1),
  in_channels: z.int().min(1),
  patch_size: z.int().min(1),
  patch_size_t: z.null().optional(),
  max_text_seq_length: z.int().min(1).max(4096),
  spatial_interpolation_scale: z.number().positive().default(1.875),
  temporal_interpolation_scale: z.number().positive().default(1),
  use_rotary_positional_embeddings: z.literal(false).default(false),
});
export type CogVideoXTransformerConfig = z.infer<typeof transformerConfigSchema>;

/** `vae_decoder/config.json` of diffusers' `AutoencoderKLCogVideoX`, as far as this app needs it. */
const vaeConfigSchema = z.object({
  latent_channels: z.int().min(1),
  block_out_channels: z.array(z.int().min(1)).min(1),
  temporal_compression_ratio: z.number().min(1),
  /** The size that the model is made for, in pixels; its tiles are half of it. */
  sample_height: z.int().min(1).default(480),
  sample_width: z.int().min(1).default(720),
  scaling_factor: z.number().positive(),
  invert_scale_latents: z.literal(false).optional(),
});
export type CogVideoXVaeConfig = z.infer<typeof vaeConfigSchema>;

export type CogVideoXConfigs = {
  readonly transformer: CogVideoXTransformerConfig;
  readonly vae: CogVideoXVaeConfig;
  readonly scheduler: CogVideoXDdimConfig;
};

export async function readConfigs(bundle: Bundle): Promise<CogVideoXConfigs> {
  const [transformer, vae, scheduler] = await Promise.all([
    bundle.json('transformer/config.json', transformerConfigSchema),
    bundle.json('vae_decoder/config.json', vaeConfigSchema),
    bundle.json('scheduler/scheduler_config.json', cogVideoXDdimConfigSchema),
  ]);
  return { transformer, vae, scheduler };
}

/** Pixels along one side that make one latent. */
export function spatialCompression(vae: CogVideoXVaeConfig): number {
  return 2 ** (vae.block_out_channels.length - 1);
}

/** Sizes are multiples of this many pixels: a patch of latents. */
export function sizeUnit({ transformer, vae }: CogVideoXConfigs): number {
  return spatialCompression(vae) * transformer.patch_size;
}
