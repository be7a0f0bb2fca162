import { extname } from 'node:path';
import { StudioError } from '../../workers/api';

/** What a sound can be written as without a window; all but WAV by ffmpeg. */
const FORMATS = ['.wav', '.flac', '.ogg', '.opus'] as const;
export type SoundFormat = (typeof FORMATS)[number];

/** The format that a destination asks for by its ending. */
export function soundFormatOf(destination: string): SoundFormat {
  const ending = extname(destination).toLowerCase();
  const format = FORMATS.find((known) => known === ending);
  if (format !== undefined) return format;
  const asked =
    ending === '' ? 'A sound needs a file name with an ending' : `A sound cannot be written as ${ending}`;
  throw new StudioError(
    'bad-request',
    `${asked}: use .wav, or .flac, .ogg or .opus where ffmpeg is installed.`,
  );
}
