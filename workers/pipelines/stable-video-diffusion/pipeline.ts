import type { Bundle } from '../../bundle/open-bundle';
import type { Device, GraphRef } from '../../device/device';
import type { RgbImage } from '../../image/rgb-image';
import { StudioError } from '../../protocol/errors';
import { EulerDiscreteScheduler } from '../../schedulers/euler-discrete';
import { sizeOf, swapAxes12, type Tensor, tensor } from '../../tensor/tensor';
import { TorchGenerator } from '../../tensor/torch-generator';
import { rgbFrames } from '../frames';
import { type LatentLayout, linearPreview } from '../latent-preview';
import {
  type DenoisingTask,
  graphRef,
  type LatentPreview,
  type Pipeline,
  type StageProgress,
  type VideoOutput,
} from '../pipeline';
import { readConfigs, type StableVideoDiffusionConfigs, spatialCompression } from './config';
import { decodeFrames } from './decode';
import { encoderPixels, vaePixels } from './image-conditioning';
import { checkRequest, guidanceScales, type ImageToVideoRequest } from './request';

/** diffusers' `StableVideoDiffusionPipeline`: a picture becomes a video. */
export class StableVideoDiffusionPipeline implements Pipeline {
  readonly encoderGraphs: readonly GraphRef[];
  readonly denoiserGraphs: readonly GraphRef[];
  readonly decoderGraphs: readonly GraphRef[];
  readonly decodesOnAllDevices = true;
  readonly latentsSize: number;
  readonly preview: LatentPreview | undefined;
  readonly notices: readonly string[] = [];
  readonly #configs: StableVideoDiffusionConfigs;
  readonly #request: ImageToVideoRequest;
  readonly #image: RgbImage;
  readonly #layout: LatentLayout;
  readonly #half: boolean;

  private constructor(
    bundle: Bundle,
    configs: StableVideoDiffusionConfigs,
    request: ImageToVideoRequest,
    image: RgbImage,
  ) {
    const compression = spatialCompression(configs);
    this.#configs = configs;
    this.#request = request;
    this.#image = image;
    this.#layout = {
      frames: request.frames,
      channels: configs.vae.latent_channels,
      height: request.height / compression,
      width: request.width / compression,
    };
    this.#half = bundle.component('unet').precision === 'float16';
    this.encoderGraphs = [graphRef(bundle, 'image_encoder'), graphRef(bundle, 'vae_encoder')];
    this.denoiserGraphs = [graphRef(bundle, 'unet')];
    this.decoderGraphs = [graphRef(bundle, 'vae_decoder')];
    this.latentsSize = sizeOf(this.#latentsShape);
    const { preview } = bundle.manifest;
    this.preview = preview === null ? undefined : linearPreview(preview, this.#layout);
  }

  /** Reads the bundle's settings and refuses a request that the model cannot do. */
  static async open(
    bundle: Bundle,
    request: ImageToVideoRequest,
    image: RgbImage,
  ): Promise<StableVideoDiffusionPipeline> {
    const configs = await readConfigs(bundle);
    checkRequest(request, configs);
    return new StableVideoDiffusionPipeline(bundle, configs, request, image);
  }

  async encode(device: Device): Promise<DenoisingTask> {
    const [graph] = this.denoiserGraphs;
    if (graph === undefined) throw new RangeError('The pipeline has no denoiser.');
    const { width, height, noiseAugStrength, maxGuidanceScale, fps, motionBucketId, steps } = this.#request;
    const branches = maxGuidanceScale > 1 ? 2 : 1;
    // The reference draws the picture's noise before the latents, from one generator.
    const generator = new TorchGenerator(this.#request.seed);
    const pictureNoise = generator.randn(3 * width * height);
    const embeddings = await this.#encodeForAttention(device);
    const pixels = vaePixels(this.#image, width, height, noiseAugStrength, pictureNoise);
    const imageLatents = await this.#encodeForLatents(device, pixels);

    const scheduler = new EulerDiscreteScheduler(this.#configs.scheduler, steps);
    const normals = this.#half ? generator.randnFloat16(this.latentsSize) : generator.randn(this.latentsSize);
    const scales = guidanceScales(this.#request);
    const timeIds = Float32Array.of(fps - 1, motionBucketId, noiseAugStrength);
    return {
      scheduler,
      initialLatents: tensor(
        this.#latentsShape,
        normals.map((value) => value * scheduler.initNoiseSigma),
      ),
      binding: {
        graph,
        branches,
        latents: {
          input: 'sample',
          shape: this.#latentsShape,
          append: { axis: 2, tensor: { type: 'float32', ...this.#overFrames(imageLatents, branches) } },
        },
        timestep: { input: 'timestep', type: 'float32' },
        constants: [
          {
            input: 'encoder_hidden_states',
            perBranch: true,
            tensor: { type: 'float32', ...withUnconditionalZeros(embeddings, branches) },
          },
          {
            input: 'added_time_ids',
            perBranch: true,
            tensor: { type: 'float32', shape: [branches, 3], data: repeated(timeIds, branches) },
          },
        ],
        output: 'out_sample',
      },
      guidanceScalesAt: () => scales,
    };
  }

  async decode(
    devices: readonly Device[],
    latents: Float32Array,
    progress: StageProgress,
  ): Promise<VideoOutput> {
    const [graph] = this.decoderGraphs;
    if (graph === undefined) throw new RangeError('The pipeline has no decoder.');
    const { width, height, frames, fps, decodeChunk } = this.#request;
    const scale = Math.fround(1 / this.#configs.vae.scaling_factor);
    const scaled = tensor(
      this.#latentsShape.slice(1),
      latents.map((value) => scale * value),
    );
    const data = new Uint8Array(frames * height * width * 3);
    let done = 0;
    for await (const sample of decodeFrames(graph, devices, scaled, decodeChunk)) {
      const count = sample.shape[0] ?? 0;
      // Frames come first here and channels come first in what makes bytes of them.
      const rgb = rgbFrames(swapAxes12(tensor([1, ...sample.shape], sample.data)));
      const offset = done * height * width * 3;
      if (offset + rgb.length > data.length) break;
      data.set(rgb, offset);
      done += count;
      progress(done, frames);
    }
    if (done !== frames) {
      throw new StudioError(
        'bundle-unsupported',
        'The video decoder made another number of frames than it was given. Verify the model.',
      );
    }
    return { kind: 'video', frames, width, height, fps, data };
  }

  /** `[1, frames, channels, height, width]` */
  get #latentsShape(): readonly number[] {
    const { frames, channels, height, width } = this.#layout;
    return [1, frames, channels, height, width];
  }

  /** Image embeddings `[1, 1, D]`. */
  async #encodeForAttention(device: Device): Promise<Tensor> {
    const [graph] = this.encoderGraphs;
    if (graph === undefined) throw new RangeError('The pipeline has no image encoder.');
    const pixels = encoderPixels(this.#image, this.#configs.featureExtractor);
    const { image_embeds: embeds } = await device.run({
      graph,
      feeds: { pixel_values: { type: 'float32', ...pixels } },
      fetch: ['image_embeds'],
    });
    if (embeds?.type !== 'float32') throw noAnswer('image encoder');
    return tensor([1, 1, embeds.data.length], embeds.data);
  }

  /** The mode of the posterior `[C, h, w]`, not scaled: the first half of the moments. */
  async #encodeForLatents(device: Device, pixels: Tensor): Promise<Tensor> {
    const graph = this.encoderGraphs[1];
    if (graph === undefined) throw new RangeError('The pipeline has no VAE encoder.');
    const { latent_parameters: moments } = await device.run({
      graph,
      feeds: { sample: { type: 'float32', ...pixels } },
      fetch: ['latent_parameters'],
    });
    const { channels, height, width } = this.#layout;
    const size = channels * height * width;
    if (moments?.type !== 'float32' || moments.data.length !== 2 * size) throw noAnswer('VAE encoder');
    return tensor([channels, height, width], moments.data.slice(0, size));
  }

  /** Image latents repeated over the frames, `[branches, F, C, h, w]`; zeros for the unconditional branch. */
  #overFrames({ shape, data }: Tensor, branches: 1 | 2): Tensor {
    const { frames } = this.#layout;
    return withUnconditionalZeros(tensor([1, frames, ...shape], repeated(data, frames)), branches);
  }
}

/** `[1, …]` as it is, or as `[2, …]` with zeros first. */
function withUnconditionalZeros({ shape, data }: Tensor, branches: 1 | 2): Tensor {
  const out = new Float32Array(branches * data.length);
  out.set(data, (branches - 1) * data.length);
  return tensor([branches, ...shape.slice(1)], out);
}

function repeated(data: Float32Array, times: number): Float32Array {
  const out = new Float32Array(times * data.length);
  for (let i = 0; i < times; i++) out.set(data, i * data.length);
  return out;
}

const noAnswer = (what: string): StudioError =>
  new StudioError(
    'bundle-unsupported',
    `The ${what} answered with something else than its settings say. Verify the model.`,
  );
