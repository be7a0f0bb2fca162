import {
  BufferTarget,
  canEncodeVideo,
  Mp4OutputFormat,
  Output,
  QUALITY_VERY_HIGH,
  VideoSample,
  VideoSampleSource,
  WebMOutputFormat,
} from 'mediabunny';
import type { ChoiceId } from '../choices';
import { outputSize } from '../scaling';
import type { Delivery, EncodeTask } from './messages';
import { ScaledFrames } from './scaled-frames';

const CODECS = { mp4: 'avc', 'webm-vp9': 'vp9', 'webm-av1': 'av1' } as const;
type VideoChoice = keyof typeof CODECS;

const QUALITY = QUALITY_VERY_HIGH;
const KEY_FRAME_SECONDS = 2;

export const isVideo = (choice: ChoiceId): choice is VideoChoice => choice in CODECS;

export async function possibleVideos(width: number, height: number): Promise<VideoChoice[]> {
  const size = outputSize({ width, height }, 1, true);
  const choices: VideoChoice[] = ['mp4', 'webm-vp9', 'webm-av1'];
  const answers = await Promise.all(
    choices.map((choice) => canEncodeVideo(CODECS[choice], { ...size, quality: QUALITY })),
  );
  return choices.filter((_, i) => answers[i]);
}

export async function encodeVideo(
  { clip, scale, crisp, settings }: EncodeTask,
  choice: VideoChoice,
  deliver: Delivery,
): Promise<void> {
  const frames = new ScaledFrames(clip, scale, crisp, outputSize(clip, scale, true));
  const target = new BufferTarget();
  const output = new Output({
    format: choice === 'mp4' ? new Mp4OutputFormat({ fastStart: 'in-memory' }) : new WebMOutputFormat(),
    target,
  });
  const source = new VideoSampleSource({
    codec: CODECS[choice],
    quality: QUALITY,
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
