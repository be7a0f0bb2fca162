import { clapFeaturesConfigSchema } from '../../audio/clap-features';
import type { Bundle } from '../../bundle/open-bundle';
import type { Device, DeviceTensor, GraphRef } from '../../device/device';
import { DdimScheduler } from '../../schedulers/ddim';
import { takeRows } from '../../tensor/take-rows';
import { sizeOf, tensor } from '../../tensor/tensor';
import { TorchGenerator } from '../../tensor/torch-generator';
import { RobertaTokenizer } from '../../text/roberta-tokenizer';
import { T5Tokenizer } from '../../text/t5-tokenizer';
import {
  type AudioOutput,
  type DenoisingTask,
  graphRef,
  type LatentPreview,
  type Pipeline,
  type StageProgress,
} from '../pipeline';
import { type AudioLdm2Configs, compression, readConfigs } from './config';
import { decodeSounds, type SoundGraphs } from './decode';
import { spectrogramPreview } from './preview';
import { bestFirst, type Judge, scoreWaveforms } from './ranking';
import {
  checkRequest,
  type SpectrogramExtents,
  spectrogramExtents,
  type TextToAudioRequest,
} from './request';
import { conditionOnTexts, type TextGraphs, type TextTokenizers, textGraphs } from './text-conditioning';

/** diffusers' `AudioLDM2Pipeline`: a prompt becomes one or more sounds. */
export class AudioLdm2Pipeline implements Pipeline {
  readonly encoderGraphs: readonly GraphRef[];
  readonly denoiserGraphs: readonly GraphRef[];
  readonly decoderGraphs: readonly GraphRef[];
  readonly decodesOnAllDevices: boolean;
  readonly latentsSize: number;
  readonly preview: LatentPreview | undefined;
  readonly notices: readonly string[];
  readonly #configs: AudioLdm2Configs;
  readonly #request: TextToAudioRequest;
  readonly #tokenizers: TextTokenizers;
  readonly #textGraphs: TextGraphs;
  readonly #unet: GraphRef;
  readonly #soundGraphs: SoundGraphs;
  readonly #judge: Judge | undefined;
  readonly #extents: SpectrogramExtents;
  readonly #half: boolean;
  /** T5 tokens of the prompt, to which the negative prompt is cut or padded. */
  readonly #tokens: number;
  /** CLAP's embedding of the prompt, once it is encoded. */
  #promptEmbedding: Float32Array | undefined;

  private constructor(
    bundle: Bundle,
    configs: AudioLdm2Configs,
    request: TextToAudioRequest,
    tokenizers: TextTokenizers,
    judge: Judge | undefined,
  ) {
    this.#configs = configs;
    this.#request = request;
    this.#tokenizers = tokenizers;
    this.#judge = judge;
    this.#textGraphs = textGraphs(bundle);
    this.#unet = graphRef(bundle, 'unet');
    this.#soundGraphs = { vae: graphRef(bundle, 'vae_decoder'), vocoder: graphRef(bundle, 'vocoder') };
    this.encoderGraphs = Object.values(this.#textGraphs);
    this.denoiserGraphs = [this.#unet];
    this.decoderGraphs = [...Object.values(this.#soundGraphs), ...(judge ? [judge.graph] : [])];
    this.decodesOnAllDevices = request.waveforms > 1;
    this.#half = bundle.component('unet').precision === 'float16';
    this.#extents = spectrogramExtents(request.seconds, configs);
    this.latentsSize = sizeOf(this.#latentsShape);

    const { preview } = bundle.manifest;
    const [frames = 1, channels = 1, height = 1, width = 1] = this.#latentsShape;
    this.preview =
      preview === null ? undefined : spectrogramPreview(preview, { frames, channels, height, width });

    const { needed } = tokenizers.t5.encode(request.prompt, 1);
    this.#tokens = Math.min(needed, configs.promptTokens);
    this.notices = [
      ...(needed > this.#tokens
        ? [
            `The prompt is longer than this model reads: it uses the first ${this.#tokens - 1} of ${needed - 1} tokens.`,
          ]
        : []),
      ...(request.waveforms > 1 && judge === undefined
        ? ['This model cannot judge its own sounds, so they are not sorted.']
        : []),
    ];
  }

  /** Reads the bundle's settings and refuses a request that the model cannot do. */
  static async open(bundle: Bundle, request: TextToAudioRequest): Promise<AudioLdm2Pipeline> {
    const configs = await readConfigs(bundle);
    checkRequest(request, configs);
    const tokenizers = {
      clap: await RobertaTokenizer.open(bundle, 'tokenizer'),
      t5: await T5Tokenizer.open(bundle, 'tokenizer_2'),
    };
    const judge = request.waveforms > 1 ? await openJudge(bundle) : undefined;
    return new AudioLdm2Pipeline(bundle, configs, request, tokenizers, judge);
  }

  async encode(device: Device): Promise<DenoisingTask> {
    const { prompt, negativePrompt, guidanceScale, steps, waveforms } = this.#request;
    const branches = guidanceScale > 1 ? 2 : 1;
    const conditioning = await conditionOnTexts(
      device,
      this.#textGraphs,
      this.#tokenizers,
      branches === 2 ? [negativePrompt, prompt] : [prompt],
      { tokens: this.#tokens, generatedTokens: this.#configs.generatedTokens },
    );
    const { clap, generated, states, mask } = conditioning;
    this.#promptEmbedding = clap.data.slice(-clap.data.length / branches);

    const generator = new TorchGenerator(this.#request.seed);
    // The reference draws in the precision of the text embeddings, which is the model's.
    const noise = this.#half ? generator.randnFloat16(this.latentsSize) : generator.randn(this.latentsSize);
    return {
      scheduler: new DdimScheduler(this.#configs.scheduler, steps),
      initialLatents: tensor(this.#latentsShape, noise),
      binding: {
        graph: this.#unet,
        branches,
        latents: { input: 'sample', shape: this.#latentsShape },
        timestep: { input: 'timestep', type: 'int64' },
        constants: [
          ['encoder_hidden_states', { type: 'float32', ...generated }] as const,
          ['encoder_hidden_states_1', { type: 'float32', ...states }] as const,
          ['encoder_attention_mask_1', mask] as const,
        ].map(([input, rows]) => ({ input, perBranch: true, tensor: forEachWaveform(rows, waveforms) })),
        output: 'out_sample',
      },
      guidanceScalesAt: () => [guidanceScale],
    };
  }

  async decode(
    devices: readonly Device[],
    latents: Float32Array,
    progress: StageProgress,
  ): Promise<AudioOutput> {
    const { waveforms: count } = this.#request;
    const { sampling_rate: sampleRate } = this.#configs.vocoder;
    const scale = Math.fround(1 / this.#configs.vae.scaling_factor);
    const scaled = tensor(
      this.#latentsShape,
      latents.map((value) => scale * value),
    );
    let done = 0;
    const voiced = await decodeSounds(this.#soundGraphs, devices, scaled, () => progress(++done, count));
    // The vocoder makes a few samples more than its frames stand for.
    const waveforms = voiced.map((samples) => samples.slice(0, this.#extents.samples));
    return this.#rank(devices, { kind: 'audio', sampleRate, waveforms, scores: null });
  }

  async #rank(devices: readonly Device[], output: AudioOutput): Promise<AudioOutput> {
    if (this.#judge === undefined || this.#promptEmbedding === undefined) return output;
    const { waveforms, sampleRate } = output;
    const scores = await scoreWaveforms(devices, this.#judge, this.#promptEmbedding, waveforms, sampleRate);
    const order = bestFirst(scores);
    return {
      ...output,
      waveforms: order.map((i) => waveforms[i] as Float32Array),
      scores: order.map((i) => scores[i] as number),
    };
  }

  /** `[waveforms, channels, time, pitch]` */
  get #latentsShape(): readonly number[] {
    const unit = compression(this.#configs);
    const { frames, bins } = this.#extents;
    return [this.#request.waveforms, this.#configs.unet.in_channels, frames / unit, Math.floor(bins / unit)];
  }
}

/** CLAP's audio branch, if the bundle has one. */
async function openJudge(bundle: Bundle): Promise<Judge | undefined> {
  if (!bundle.hasGraph('text_encoder', 'audio')) return undefined;
  const settings = 'feature_extractor/preprocessor_config.json';
  return {
    graph: graphRef(bundle, 'text_encoder', 'audio'),
    features: await bundle.json(settings, clapFeaturesConfigSchema),
  };
}

/** Rows of the branches, each repeated for every waveform: `[branches, …]` becomes `[branches · waveforms, …]`. */
function forEachWaveform(rows: DeviceTensor, waveforms: number): DeviceTensor {
  const [branches = 1] = rows.shape;
  const order = Array.from({ length: branches * waveforms }, (_, i) => Math.floor(i / waveforms));
  return takeRows(rows, order);
}
