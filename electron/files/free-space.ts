import { statfs } from 'node:fs/promises';
import { StudioError } from '../../workers/api';

/** Left free, because a disk that is full to the brim fails other programs. */
const SPARE_BYTES = 256 * 2 ** 20;

/**
 * Throws `output-failed` if so many more bytes do not fit on the disk of a folder.
 *
 * @param what needs them, with its verb, as the sentence goes on: `this model needs`.
 */
export async function checkFreeSpace(folder: string, bytes: number, what: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize - SPARE_BYTES;
  if (bytes <= free) return;
  throw new StudioError(
    'output-failed',
    `The disk of ${folder} is too full: ${what} ${gigabytes(bytes)} more and ${gigabytes(Math.max(0, free))} can be used. Free some space and try again.`,
  );
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(bytes < 1e10 ? 2 : 1)} GB`;
