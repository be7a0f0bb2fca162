/** The kinds of generation as the window calls them. */
import type { GenerationKind } from '../../electron/contract/index';

/** In the order of the mode switch. */
export const KINDS = [
  'text-to-video',
  'image-to-video',
  'text-to-audio',
] as const satisfies readonly GenerationKind[];

export const KIND_TITLES: Readonly<Record<GenerationKind, string>> = {
  'text-to-video': 'Text → Video',
  'image-to-video': 'Image → Video',
  'text-to-audio': 'Text → Audio',
};
