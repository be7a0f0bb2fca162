import type { Media } from '../../workers/api';
import type { ShownMedia } from '../contract';

/** Media with where the window finds it: the address of its file below `base`. */
export function shownMedia({ file, ...media }: Media, base: string): ShownMedia {
  switch (media.kind) {
    case 'video':
      return { ...media, framesUrl: `${base}/${file}` };
    case 'audio':
      return { ...media, samplesUrl: `${base}/${file}` };
  }
}
