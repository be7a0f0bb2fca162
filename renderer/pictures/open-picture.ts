import { type Extent, extentProblem } from '../../electron/contract/index';
import { formatOf, HEAD_BYTES } from './formats';
import { previewOf } from './picture-worker';

/** A still picture whose file is whole. */
export type OpenedPicture = Extent & { readonly original: Blob; readonly preview: Blob };

const MAX_FILE_MB = 256;
const FORMATS = 'PNG, JPEG, WebP or AVIF';

/**
 * Looks at a file from its first bytes to its last pixel, the cheap first: nothing is decoded before the header has
 * said that it fits. Throws an error with a sentence for the user.
 */
export async function openPicture(file: Blob, name: string): Promise<OpenedPicture> {
  if (file.size > MAX_FILE_MB * 1e6) {
    throw new Error(`${name} is larger than ${MAX_FILE_MB} MB: make it smaller.`);
  }
  const head = await readHead(file, name);
  const format = formatOf(head);
  if (format === undefined) {
    throw new Error(`${name} is not a picture that can be read: use ${FORMATS}.`);
  }
  if (format.mime === undefined) throw new Error(`${name} is a ${format.title} file: use ${FORMATS}.`);
  const original = file.slice(0, file.size, format.mime);
  const damaged = (cause: unknown): never => {
    throw new Error(`${name} is damaged or cut short: choose another copy of it.`, { cause });
  };
  const extent = await headerExtent(original).catch(damaged);
  const problem = extentProblem(extent);
  if (problem !== undefined) throw new Error(`${name} ${problem}`);
  if ((await frameCount(original).catch(damaged)) > 1) {
    throw new Error(`${name} is animated: save one frame of it as a picture.`);
  }
  return { ...extent, original, preview: await previewOf(original).catch(damaged) };
}

async function readHead(file: Blob, name: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  } catch (cause) {
    throw new Error(`${name} could not be read: check that it is still there.`, { cause });
  }
}

/** The extent of the picture standing upright, as the browser knows it when it has read the header and no pixel. */
function headerExtent(picture: Blob): Promise<Extent> {
  const url = URL.createObjectURL(picture);
  const image = new Image();
  const read = new Promise<Extent>((resolve, reject) => {
    image.onload = () => resolve({ width: image.naturalWidth, height: image.naturalHeight });
    image.onerror = () => reject(new Error('The header cannot be read.'));
  });
  image.src = url;
  return read.finally(() => {
    image.removeAttribute('src');
    URL.revokeObjectURL(url);
  });
}

async function frameCount(picture: Blob): Promise<number> {
  // A JPEG holds one.
  if (picture.type === 'image/jpeg') return 1;
  const decoder = new ImageDecoder({ type: picture.type, data: picture.stream() });
  try {
    await decoder.tracks.ready;
    await decoder.completed;
    return decoder.tracks.selectedTrack?.frameCount ?? 1;
  } finally {
    decoder.close();
  }
}
