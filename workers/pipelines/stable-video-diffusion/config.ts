import { z } from 'zod';
import type { Bundle } from '../../bundle/open-bundle';
import { type EulerDiscreteConfig, eulerDiscreteConfigSchema } from '../../schedulers/euler-discrete';

/** `unet/config.json` of diffusers' `UNetSpatioTemporalConditionModel`, as far as this app needs it. */
const unetConfigSchema = z.object({
  in_channels: z.int().min(2),
  out_channels: z.int().min(1),
  block_out_channels: z.array(z.int().min(1)).min(1),
});

/** `vae_decoder/config.json` of diffusers' `AutoencoderKLTemporalDecoder`, as far as this app needs it. */
const vaeConfigSchema = z.object({
  latent_channels: z.int().min(1),
  block_out_channels: z.array(z.int().min(1)).min(1),
  scaling_factor: z.number().positive(),
});

const colorSchema = z.tuple([z.number(), z.number(), z.number()]);

/** `feature_extractor/preprocessor_config.json` of transformers' `CLIPImageProcessor`. */
const featureExtractorSchema = z.object({ image_mean: colorSchema, image_std: colorSchema });
export type FeatureExtractor = z.infer<typeof featureExtractorSchema>;

export type StableVideoDiffusionConfigs = {
  readonly unet: z.infer<typeof unetConfigSchema>;
  readonly vae: z.infer<typeof vaeConfigSchema>;
  readonly featureExtractor: FeatureExtractor;
  readonly scheduler: EulerDiscreteConfig;
};

export async function readConfigs(bundle: Bundle): Promise<StableVideoDiffusionConfigs> {
  const [unet, vae, featureExtractor, scheduler] = await Promise.all([
    bundle.json('unet/config.json', unetConfigSchema),
    bundle.json('vae_decoder/config.json', vaeConfigSchema),
    bundle.json('feature_extractor/preprocessor_config.json', featureExtractorSchema),
    bundle.json('scheduler/scheduler_config.json', eulerDiscreteConfigSchema),
  ]);
  return { unet, vae, featureExtractor, scheduler };
}

/** Pixels along one side that make one latent. */
export function spatialCompression({ vae }: StableVideoDiffusionConfigs): number {
  return 2 ** (vae.block_out_channels.length - 1);
}

/** Sizes that the exported UNet can do are multiples of this many pixels: each of its levels halves the latents. */
export function sizeUnit(configs: StableVideoDiffusionConfigs): number {
  return spatialCompression(configs) * 2 ** (configs.unet.block_out_channels.length - 1);
}
