/** Sounds as files, written by mediabunny: WAV in three depths, and FLAC and Opus where there is an encoder. */
import {
  AudioSample,
  AudioSampleSource,
  BufferTarget,
  canEncodeAudio,
  FlacOutputFormat,
  OggOutputFormat,
  Output,
  type OutputFormat,
  WavOutputFormat,
} from 'mediabunny';
import { asciiJson } from '../exporting/encoding/ascii-json';

export const SOUND_CHOICE_IDS = ['wav-24', 'wav-16', 'wav-float', 'flac', 'opus'] as const;
export type SoundChoiceId = (typeof SOUND_CHOICE_IDS)[number];

type Codec = 'pcm-s16' | 'pcm-s24' | 'pcm-f32' | 'flac' | 'opus';

const KINDS: Readonly<Record<SoundChoiceId, { readonly codec: Codec; readonly format: () => OutputFormat }>> =
  {
    'wav-16': { codec: 'pcm-s16', format: () => new WavOutputFormat() },
    'wav-24': { codec: 'pcm-s24', format: () => new WavOutputFormat() },
    'wav-float': { codec: 'pcm-f32', format: () => new WavOutputFormat() },
    flac: { codec: 'flac', format: () => new FlacOutputFormat() },
    opus: { codec: 'opus', format: () => new OggOutputFormat() },
  };

const OPUS_BITRATE = 128_000;

/** The choices that can be encoded here at a sample rate. */
export async function encodableSounds(sampleRate: number): Promise<SoundChoiceId[]> {
  const config = { numberOfChannels: 1, sampleRate, bitrate: OPUS_BITRATE };
  const can = await Promise.all(SOUND_CHOICE_IDS.map((id) => canEncodeAudio(KINDS[id].codec, config)));
  return SOUND_CHOICE_IDS.filter((_, i) => can[i]);
}

export type SoundTask = {
  readonly choice: SoundChoiceId;
  readonly samples: Float32Array;
  readonly sampleRate: number;
  /** JSON that is written into the file as its comment; null for none. */
  readonly settings: string | null;
};

/** Throws where there is no encoder for the choice at this sample rate. */
export async function encodeSound({ choice, samples, sampleRate, settings }: SoundTask): Promise<Uint8Array> {
  const { codec, format } = KINDS[choice];
  const target = new BufferTarget();
  const output = new Output({ format: format(), target });
  const source = new AudioSampleSource({ codec, bitrate: OPUS_BITRATE });
  output.addAudioTrack(source);
  // A WAV holds the letters of Latin 1, and its writer leaves a text with any other out.
  const comment = settings !== null && codec.startsWith('pcm-') ? asciiJson(settings) : settings;
  if (comment !== null) output.setMetadataTags({ comment });
  await output.start();
  const sample = new AudioSample({
    format: 'f32',
    sampleRate,
    numberOfChannels: 1,
    timestamp: 0,
    // A copy: what is shown is not given away.
    data: samples.slice(),
  });
  await source.add(sample);
  sample.close();
  await output.finalize();
  if (target.buffer === null) throw new Error('The sound could not be encoded.');
  return new Uint8Array(target.buffer);
}
