/** From a result to a file on disk: frames, encoding, writing, and nothing left behind when it goes wrong. */
import type {
  ExportFormat,
  ExportTarget,
  ResultDetail,
  ShownAudio,
  ShownVideo,
} from '../../electron/contract/index';
import { useAppInfo, useSettings } from '../bridge/catalogue-stores';
import { request } from '../bridge/client';
import { readyValue } from '../bridge/loadable';
import { loadClip } from '../player/frames';
import type { SoundChoiceId } from '../sound/encode-sound';
import { encodeSoundApart } from '../sound/sound-encoder';
import { type SoundRegion, trimmed } from '../sound/sound-view';
import { loadSounds } from '../sound/sounds';
import { type ChoiceId, formatOf } from './choices';
import { encode } from './encoder';
import { suggestedName } from './file-name';
import { placeSettings, settingsText } from './settings-text';

/** The app takes at most 64 MiB at once; less keeps its main process free. */
const WRITE_BYTES = 8 * 2 ** 20;

export type VideoChoice = {
  readonly kind: 'video';
  readonly video: ShownVideo;
  readonly choice: ChoiceId;
  readonly scale: number;
  readonly crisp: boolean;
};
export type SoundChoice = {
  readonly kind: 'audio';
  readonly audio: ShownAudio;
  readonly choice: SoundChoiceId;
  readonly variant: number;
  /** What is saved; all of it where none is chosen. */
  readonly region: SoundRegion | undefined;
};
export type SaveChoice = VideoChoice | SoundChoice;

const SOUND_FORMATS: Readonly<Record<SoundChoiceId, ExportFormat>> = {
  'wav-16': 'wav',
  'wav-24': 'wav',
  'wav-float': 'wav',
  flac: 'flac',
  opus: 'ogg',
};

const formatFor = (how: SaveChoice): ExportFormat =>
  how.kind === 'video' ? formatOf(how.choice) : SOUND_FORMATS[how.choice];

type Writing = {
  readonly onProgress: (share: number) => void;
  readonly signal: AbortSignal;
};

async function writeFile(target: ExportTarget, file: string, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; at += WRITE_BYTES) {
    // A copy of this part alone: a view would take its whole buffer along.
    const part = bytes.slice(at, at + WRITE_BYTES);
    await request('export.write', { export: target.id, file, bytes: part });
  }
}

/** Encodes into a destination that was begun; takes it back if anything fails. */
async function fill(
  target: ExportTarget,
  result: ResultDetail,
  how: SaveChoice,
  { onProgress, signal }: Writing,
): Promise<string> {
  try {
    const wanted = readyValue(useSettings.getState().settings)?.embedSettings ?? true;
    const version = readyValue(useAppInfo.getState().info)?.version ?? '';
    const { inside, beside } = placeSettings(settingsText(result, version), wanted);
    const onFile = (name: string, bytes: Uint8Array): Promise<void> => writeFile(target, name, bytes);
    if (how.kind === 'audio') {
      const { waveforms, sampleRate } = await loadSounds(how.audio);
      const samples = trimmed(waveforms[how.variant] ?? new Float32Array(1), sampleRate, how.region);
      const task = { choice: how.choice, samples, sampleRate, settings: inside };
      await onFile('', await encodeSoundApart(task, signal));
    } else {
      const clip = await loadClip(how.video);
      const { choice, scale, crisp } = how;
      await encode(
        { clip, choice, scale, crisp, settings: inside },
        { onProgress: (done, total) => onProgress(done / total), onFile, signal },
      );
    }
    const { path } = await request('export.finish', { export: target.id, sidecar: beside });
    return path;
  } catch (error) {
    await request('export.abort', { export: target.id }).catch(() => undefined);
    throw error;
  }
}

/** Asks where to save and does so; answers with the path, or null if the user chose none. */
export async function saveResult(
  result: ResultDetail,
  how: SaveChoice,
  writing: Writing,
): Promise<string | null> {
  const target = await request('export.begin', {
    result: result.id,
    format: formatFor(how),
    suggestedName: suggestedName(result),
  });
  return target === null ? null : fill(target, result, how, writing);
}

/** Makes a file of the result to be dragged out; answers with the export's id. */
export async function prepareDrag(
  result: ResultDetail,
  how: SaveChoice,
  signal: AbortSignal,
): Promise<string> {
  const target = await request('export.beginForDrag', {
    result: result.id,
    format: formatFor(how),
    suggestedName: suggestedName(result),
  });
  await fill(target, result, how, { onProgress: () => {}, signal });
  return target.id;
}
