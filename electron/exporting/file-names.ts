import type { ExportFormat } from '../contract';

type FormatFiles = {
  /** What the save dialog calls it. */
  readonly label: string;
  /** None for a folder. */
  readonly extension: string | undefined;
};

export const FORMAT_FILES: Readonly<Record<ExportFormat, FormatFiles>> = {
  mp4: { label: 'MP4 video', extension: 'mp4' },
  webm: { label: 'WebM video', extension: 'webm' },
  gif: { label: 'Animated GIF', extension: 'gif' },
  webp: { label: 'Animated WebP', extension: 'webp' },
  wav: { label: 'WAV sound', extension: 'wav' },
  flac: { label: 'FLAC sound', extension: 'flac' },
  ogg: { label: 'Opus sound', extension: 'ogg' },
  'png-frames': { label: 'Folder of PNG frames', extension: undefined },
};

const MAX_STEM = 120;

/** A name that every platform takes, with the format's extension. */
export const fileName = (suggested: string, format: ExportFormat): string =>
  nameWith(suggested, FORMAT_FILES[format].extension);

/** A name that every platform takes, with an extension or, for a folder, without. */
export function nameWith(suggested: string, extension: string | undefined): string {
  const stem = suggested
    .replace(extension === undefined ? /$^/ : new RegExp(`\\.${extension}$`, 'i'), '')
    .replace(/[\p{Cc}<>:"/\\|?*]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .slice(0, MAX_STEM)
    .replace(/^[ .]+|[ .]+$/g, '');
  // Windows keeps some names for devices, whatever their extension.
  const usable = stem === '' || /^(con|prn|aux|nul|com\d|lpt\d)$/i.test(stem) ? `clip ${stem}`.trim() : stem;
  return extension === undefined ? usable : `${usable}.${extension}`;
}

/** The chosen path with an extension, for platforms whose dialog does not add it. */
export function pathWith(path: string, extension: string | undefined): string {
  if (extension === undefined || path.toLowerCase().endsWith(`.${extension}`)) return path;
  return `${path}.${extension}`;
}

/** A file inside an exported folder: a plain visible name. */
export const isPlainName = (name: string): boolean => /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}$/.test(name);
