import { extname } from 'node:path';
import { StudioError } from '../../workers/api';

/** What a clip can be written as without a window. */
export type VideoFormat = 'webp' | 'gif' | 'mp4' | 'png-frames';

/** The format that a destination asks for: by its ending, or PNG frames for a folder (`clip/` or no ending). */
export function videoFormatOf(destination: string): VideoFormat {
  if (/[/\\]$/.test(destination)) return 'png-frames';
  const ending = extname(destination).toLowerCase();
  switch (ending) {
    case '.webp':
      return 'webp';
    case '.gif':
      return 'gif';
    case '.mp4':
      return 'mp4';
    case '':
      return 'png-frames';
    case '.png':
      throw new StudioError(
        'bad-request',
        `PNG frames go into a folder: use ${destination.slice(0, -ending.length)}/ instead of ${destination}.`,
      );
    default:
      throw new StudioError(
        'bad-request',
        `This app does not write ${ending} files: use .webp, .gif, .mp4, or a folder for PNG frames.`,
      );
  }
}
