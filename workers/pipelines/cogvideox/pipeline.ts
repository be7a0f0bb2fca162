import type { Bundle } from '../../bundle/open-bundle';
import type { Device, DeviceTensor, GraphRef } from '../../device/device';
import { StudioError } from '../../protocol/errors';
import { CogVideoXDdimScheduler } from '../../schedulers/cogvideox-ddim';
import { concatFirstAxis, sizeOf, swapAxes12, type Tensor, tensor } from '../../tensor/tensor';
import { TorchGenerator } from '../../tensor/torch-generator';
import { T5Tokenizer, type Tokens } from '../../text/t5-tokenizer';
import { rgbFrames } from '../frames';
import { linearPreview } from '../latent-preview';
import {
  type DenoisingTask,
  graphRef,
  type LatentPreview,
  type Pipeline,
  type StageProgress,
  type VideoOutput,
} from '../pipeline';
import { type CogVideoXConfigs, readConfigs } from './config';
import { decodeChunks, decodeGraphs, decodeInTiles, decodeLatents } from './decode';
import { type LatentExtents, positionEmbedding } from './position-embedding';
import { checkRequest, guidanceScaleAt, latentExtents, type TextToVideoRequest } from './request';
import { type Tile, tilesOf } from './tiles';

/** diffusers' `CogVideoXPipeline` for models without rotary embeddings (CogVideoX-2b): a prompt becomes a video. */
export class CogVideoXPipeline implements Pipeline {
  readonly encoderGraphs: readonly GraphRef[];
  readonly denoiserGraphs: readonly GraphRef[];
  readonly decoderGraphs: readonly GraphRef[];
  readonly decodesOnAllDevices: boolean;
  readonly latentsSize: number;
  readonly preview: LatentPreview | undefined;
  readonly notices: readonly string[];
  readonly #bundle: Bundle;
  readonly #configs: CogVideoXConfigs;
  readonly #request: TextToVideoRequest;
  readonly #extents: LatentExtents;
  /** The tiles to decode, if it is to be done in tiles. */
  readonly #tiles: readonly Tile[] | undefined;
  /** The prompts to encode, unconditional first; without guidance only the prompt. */
  readonly #tokens: readonly Tokens[];

  private constructor(
    bundle: Bundle,
    configs: CogVideoXConfigs,
    request: TextToVideoRequest,
    tokenizer: T5Tokenizer,
  ) {
    this.#bundle = bundle;
    this.#configs = configs;
    this.#request = request;
    this.#extents = latentExtents(request, configs);
    this.#tiles = request.tiledDecode === true ? tilesOf(configs.vae, this.#extents) : undefined;
    this.decodesOnAllDevices = this.#tiles !== undefined;
    this.encoderGraphs = [graphRef(bundle, 'text_encoder')];
    this.denoiserGraphs = [graphRef(bundle, 'transformer')];
    this.decoderGraphs = decodeGraphs(bundle, this.#extents.frames);
    this.latentsSize = sizeOf(this.#latentsShape);
    const { preview } = bundle.manifest;
    const layout = { ...this.#extents, channels: configs.transformer.in_channels };
    this.preview = preview === null ? undefined : linearPreview(preview, layout);

    const length = configs.transformer.max_text_seq_length;
    const prompt = tokenizer.encode(request.prompt, length);
    const guided = request.guidanceScale > 1;
    this.#tokens = guided ? [tokenizer.encode(request.negativePrompt, length), prompt] : [prompt];
    this.notices =
      prompt.needed > length
        ? [
            `The prompt is longer than this model reads: it uses the first ${length - 1} of ${prompt.needed - 1} tokens.`,
          ]
        : [];
  }

  /** Reads the bundle's settings and refuses a request that the model cannot do. */
  static async open(bundle: Bundle, request: TextToVideoRequest): Promise<CogVideoXPipeline> {
    const configs = await readConfigs(bundle);
    checkRequest(request, configs);
    return new CogVideoXPipeline(bundle, configs, request, await T5Tokenizer.open(bundle));
  }

  async encode(device: Device): Promise<DenoisingTask> {
    const [graph] = this.denoiserGraphs;
    if (graph === undefined) throw new RangeError('The pipeline has no denoiser.');
    const embeddings = await this.#encodeText(device);
    const scheduler = new CogVideoXDdimScheduler(this.#configs.scheduler, this.#request.steps);
    const positions = positionEmbedding(this.#configs.transformer, this.#extents);
    return {
      scheduler,
      initialLatents: tensor(this.#latentsShape, this.#initialLatents()),
      binding: {
        graph,
        branches: this.#tokens.length === 2 ? 2 : 1,
        latents: { input: 'hidden_states', shape: this.#latentsShape },
        timestep: { input: 'timestep', type: 'int64' },
        constants: [
          { input: 'encoder_hidden_states', perBranch: true, tensor: { type: 'float32', ...embeddings } },
          { input: 'pos_embed', perBranch: false, tensor: { type: 'float32', ...positions } },
        ],
        output: 'out_hidden_states',
      },
      guidanceScalesAt: (step) => [guidanceScaleAt(this.#request, scheduler.timesteps[step] as number)],
    };
  }

  async decode(
    devices: readonly Device[],
    latents: Float32Array,
    progress: StageProgress,
  ): Promise<VideoOutput> {
    const [device] = devices;
    if (device === undefined) throw new RangeError('Decoding needs a device.');
    const { width, height, frames, fps } = this.#request;
    const channelsFirst = swapAxes12(tensor(this.#latentsShape, latents));
    const scale = Math.fround(1 / this.#configs.vae.scaling_factor);
    const scaled = tensor(
      channelsFirst.shape,
      channelsFirst.data.map((value) => scale * value),
    );

    if (this.#tiles !== undefined) {
      const data = rgbFrames(await this.#decodeTiles(devices, scaled, this.#tiles, progress));
      if (data.length !== frames * height * width * 3) throw unexpectedFrames();
      return { kind: 'video', frames, width, height, fps, data };
    }
    const data = new Uint8Array(frames * height * width * 3);
    const chunks = decodeChunks(this.#extents.frames).length;
    let done = 0;
    let offset = 0;
    for await (const sample of decodeLatents(this.#bundle, device, scaled)) {
      const rgb = rgbFrames(sample);
      if (offset + rgb.length > data.length) throw unexpectedFrames();
      data.set(rgb, offset);
      offset += rgb.length;
      progress(++done, chunks);
    }
    if (offset !== data.length) throw unexpectedFrames();
    return { kind: 'video', frames, width, height, fps, data };
  }

  #decodeTiles(
    devices: readonly Device[],
    latents: Tensor,
    tiles: readonly Tile[],
    progress: StageProgress,
  ): Promise<Tensor> {
    let done = 0;
    const onTile = (): void => progress(++done, tiles.length);
    return decodeInTiles(this.#bundle, devices, latents, this.#configs.vae, tiles, onTile);
  }

  /** `[1, frames, channels, height, width]` */
  get #latentsShape(): readonly number[] {
    const { frames, height, width } = this.#extents;
    return [1, frames, this.#configs.transformer.in_channels, height, width];
  }

  #initialLatents(): Float32Array {
    const generator = new TorchGenerator(this.#request.seed);
    // The reference draws in the precision of the text embeddings, which is the model's.
    const half = this.#bundle.component('transformer').precision === 'float16';
    const count = sizeOf(this.#latentsShape);
    return half ? generator.randnFloat16(count) : generator.randn(count);
  }

  /** Text embeddings `[branches, tokens, channels]`; prompts go one by one so that neither changes the other. */
  async #encodeText(device: Device): Promise<Tensor> {
    const [graph] = this.encoderGraphs;
    if (graph === undefined) throw new RangeError('The pipeline has no text encoder.');
    const states: Tensor[] = [];
    for (const { ids } of this.#tokens) {
      const input: DeviceTensor = { type: 'int64', shape: [1, ids.length], data: ids };
      const { last_hidden_state: hidden } = await device.run({
        graph,
        feeds: { input_ids: input },
        fetch: ['last_hidden_state'],
      });
      if (hidden?.type !== 'float32') {
        throw new StudioError(
          'bundle-unsupported',
          'The text encoder answered with no embeddings. Verify the model.',
        );
      }
      states.push(hidden);
    }
    return concatFirstAxis(states);
  }
}

const unexpectedFrames = (): StudioError =>
  new StudioError(
    'bundle-unsupported',
    'The video decoder made another number of frames than its settings say. Verify the model.',
  );
