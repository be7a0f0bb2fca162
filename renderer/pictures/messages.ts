/** What the page and the picture worker say to each other. */
import type { FramedPicture, Framing } from '../../electron/contract/index';

export type PictureTask =
  /** The whole picture, small, to be shown while a clip is prepared. */
  | { readonly kind: 'preview'; readonly picture: Blob; readonly maxSide: number }
  | { readonly kind: 'frame'; readonly picture: Blob; readonly framing: Framing; readonly maxSide: number };

export type PictureAnswer =
  | { readonly kind: 'preview'; readonly preview: Blob }
  | { readonly kind: 'frame'; readonly framed: FramedPicture }
  | { readonly kind: 'failed'; readonly message: string };
