import { antialiasedResize, type Planes } from '../../image/antialiased-resize';
import { lanczosResize } from '../../image/lanczos-resize';
import type { RgbImage } from '../../image/rgb-image';
import { type Tensor, tensor } from '../../tensor/tensor';
import type { FeatureExtractor } from './config';

const f = Math.fround;

/** Pixels along each side of what the image encoder sees; the reference fixes it. */
const ENCODER_SIZE = 224;

/**
 * What the image encoder sees, `[1, 3, 224, 224]`: the picture as it came (not the one resized for the VAE),
 * blurred and resized, then normalised (diffusers `StableVideoDiffusionPipeline._encode_image`).
 */
export function encoderPixels(image: RgbImage, { image_mean, image_std }: FeatureExtractor): Tensor {
  const { channels, data } = antialiasedResize(signedPlanes(image), ENCODER_SIZE, ENCODER_SIZE);
  const plane = ENCODER_SIZE ** 2;
  const out = data.map((value, i) => {
    const channel = Math.floor(i / plane);
    const unit = f(f(value + 1) / 2);
    return f(unit - f(image_mean[channel] ?? 0)) / f(image_std[channel] ?? 1);
  });
  return tensor([1, channels, ENCODER_SIZE, ENCODER_SIZE], out);
}

/**
 * What the VAE encodes, `[1, 3, height, width]` in −1…1 plus noise: resized straight to the video's size by
 * Pillow's Lanczos filter.
 *
 * @param noise normals of the output's size, drawn even for strength 0.
 */
export function vaePixels(
  image: RgbImage,
  width: number,
  height: number,
  strength: number,
  noise: Float32Array,
): Tensor {
  const { data } = signedPlanes(lanczosResize(image, width, height));
  const scale = f(strength);
  return tensor(
    [1, 3, height, width],
    data.map((value, i) => value + f(scale * (noise[i] as number))),
  );
}

/** Bytes `[H, W, 3]` as planes `[3, H, W]` in −1…1. */
function signedPlanes({ width, height, data }: RgbImage): Planes {
  const plane = width * height;
  const out = new Float32Array(3 * plane);
  for (let i = 0; i < plane; i++) {
    for (let c = 0; c < 3; c++) {
      const unit = f((data[i * 3 + c] as number) / 255);
      out[c * plane + i] = f(2 * unit) - 1;
    }
  }
  return { channels: 3, width, height, data: out };
}
