import { extname } from 'node:path';
import { StudioError } from '../../workers/api';

/** What a sound can be written as without a window; all but WAV by ffmpeg. */
const FORMATS = ['.wav', '.flac', '.ogg', '.opus'] as const;
export type SoundFormat = (typeof FORMATS)[number];

const endingOf = (file: string): string => extname(file).toLowerCase();
const formatOf = (file: string): SoundFormat | undefined => FORMATS.find((known) => known === endingOf(file));

/** Whether a file's ending is that of a sound. */
export const isSoundFile = (file: string): boolean => formatOf(file) !== undefined;

/** The format that a destination asks for by its ending. */
export function soundFormatOf(destination: string): SoundFormat {
  const ending = endingOf(destination);
  const format = formatOf(destination);
  if (format !== undefined) return format;
  const asked =
    ending === '' ? 'A sound needs a file name with an ending' : `A sound cannot be written as ${ending}`;
  throw new StudioError(
    'bad-request',
    `${asked}: use .wav, or .flac, .ogg or .opus where ffmpeg is installed.`,
  );
}
