import type { GenerationKind } from '../../../electron/contract/index';
import { imageToVideo } from './image-to-video';
import type { Mode } from './mode';
import { textToAudio } from './text-to-audio';
import { textToVideo } from './text-to-video';

export const MODES: { readonly [K in GenerationKind]: Mode<K> } = {
  'text-to-video': textToVideo,
  'image-to-video': imageToVideo,
  'text-to-audio': textToAudio,
};

/** The mode of a kind that is only known at run time. Its values, model and requests must be of the same kind. */
export const modeOf = (kind: GenerationKind): Mode<GenerationKind> =>
  MODES[kind] as unknown as Mode<GenerationKind>;
