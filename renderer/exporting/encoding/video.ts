import {
  BufferTarget,
  canEncodeVideo,
  Mp4OutputFormat,
  Output,
  QUALITY_VERY_HIGH,
  type VideoEncodingConfig,
  VideoSample,
  VideoSampleSource,
  WebMOutputFormat,
} from 'mediabunny';
import type { ChoiceId } from '../choices';
import { outputSize, type Size } from '../scaling';
import type { Delivery, EncodeTask } from './messages';
import { ScaledFrames } from './scaled-frames';

const CODECS = { mp4: 'avc', 'webm-vp9': 'vp9', 'webm-av1': 'av1' } as const;
type VideoChoice = keyof typeof CODECS;

const QUALITY = QUALITY_VERY_HIGH;
const KEY_FRAME_SECONDS = 2;

export const isVideo = (choice: ChoiceId): choice is VideoChoice => choice in CODECS;

/**
 * H.264's Constrained Baseline at the levels 3.1, 4 and 5.1, which larger pictures need: what Chromium's own
 * encoder has. The High profile, which hardware encoders have, is asked for first.
 */
const AVC_BASELINE = ['avc1.42e01f', 'avc1.42e028', 'avc1.42e033'];

type Encoder = Pick<VideoEncodingConfig, 'codec' | 'quality' | 'fullCodecString'>;

/** An encoder of this machine for pictures of a size, if it has one. */
async function encoderFor(choice: VideoChoice, size: Size): Promise<Encoder | undefined> {
  const usual: Encoder = { codec: CODECS[choice], quality: QUALITY };
  const more = choice === 'mp4' ? AVC_BASELINE.map((text) => ({ ...usual, fullCodecString: text })) : [];
  for (const encoder of [usual, ...more]) {
    if (await canEncodeVideo(encoder.codec, { ...size, ...encoder })) return encoder;
  }
  return undefined;
}

export async function possibleVideos(width: number, height: number): Promise<VideoChoice[]> {
  const size = outputSize({ width, height }, 1, true);
  const choices: VideoChoice[] = ['mp4', 'webm-vp9', 'webm-av1'];
  const encoders = await Promise.all(choices.map((choice) => encoderFor(choice, size)));
  return choices.filter((_, i) => encoders[i] !== undefined);
}

export async function encodeVideo(
  { clip, scale, crisp, settings }: EncodeTask,
  choice: VideoChoice,
  deliver: Delivery,
): Promise<void> {
  const size = outputSize(clip, scale, true);
  const encoder = await encoderFor(choice, size);
  if (encoder === undefined) throw new Error('this machine has no encoder for it. Choose another format.');
  const frames = new ScaledFrames(clip, scale, crisp, size);
  const target = new BufferTarget();
  const output = new Output({
    format: choice === 'mp4' ? new Mp4OutputFormat({ fastStart: 'in-memory' }) : new WebMOutputFormat(),
    target,
  });
  const source = new VideoSampleSource({
    ...encoder,
    keyFrameInterval: KEY_FRAME_SECONDS,
  });
  output.addVideoTrack(source, { frameRate: clip.fps });
  if (settings !== null) output.setMetadataTags({ comment: settings });
  await output.start();
  for (let frame = 0; frame < clip.frames; frame++) {
    frames.draw(frame);
    const sample = new VideoSample(frames.canvas, { timestamp: frame / clip.fps, duration: 1 / clip.fps });
    await source.add(sample);
    sample.close();
    deliver.progress(frame + 1, clip.frames + 1);
  }
  await output.finalize();
  if (target.buffer === null) throw new Error('The video encoder wrote nothing.');
  deliver.file('', new Uint8Array(target.buffer));
}
