/** The way back from an exported file to what it was made with. */
import { ALL_FORMATS, BlobSource, Input } from 'mediabunny';
import { type ExportedSettings, exportedSettingsSchema } from '../../../electron/contract/index';
import { formatOf, HEAD_BYTES } from '../../pictures/formats';
import { gifComment, pngComment, webpDescription } from './embedded-text';

/** Sidecars are no longer. */
const MOST_BYTES = 4_000_000;

/** The settings that this app has written into or beside a file; undefined for any other file. */
export async function readSettings(file: File): Promise<ExportedSettings | undefined> {
  const text = await readText(file).catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return exportedSettingsSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

async function readText(file: File): Promise<string | undefined> {
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  switch (formatOf(head)?.title) {
    case 'PNG':
      return pngComment(file);
    case 'GIF':
      return gifComment(file);
    case 'WebP':
      return webpDescription(file);
    case 'MP4':
    case 'WebM':
    case 'WAV':
    case 'FLAC':
    case 'Ogg':
      return mediaComment(file);
    case undefined:
      return head[0] === 0x7b && file.size <= MOST_BYTES ? file.text() : undefined;
    default:
      return undefined;
  }
}

async function mediaComment(file: File): Promise<string | undefined> {
  const input = new Input({ formats: ALL_FORMATS, source: new BlobSource(file) });
  try {
    return (await input.getMetadataTags()).comment;
  } finally {
    input.dispose();
  }
}
