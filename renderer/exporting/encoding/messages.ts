/** What the page and the encoding worker say to each other. */
import type { Clip } from '../../player/clip';
import type { ChoiceId } from '../choices';

export type EncodeTask = {
  readonly clip: Clip;
  readonly choice: ChoiceId;
  readonly scale: number;
  /** Scale by whole pixels instead of smoothly. */
  readonly crisp: boolean;
  /** Written into the file; null for none. */
  readonly settings: string | null;
};

export type ToWorker =
  | { readonly type: 'encode'; readonly task: EncodeTask }
  /** Which choices this machine has an encoder for, at this size. */
  | { readonly type: 'probe'; readonly width: number; readonly height: number };

export type FromWorker =
  | { readonly type: 'progress'; readonly done: number; readonly total: number }
  /** A finished file; the name is empty for formats of one file. */
  | { readonly type: 'file'; readonly name: string; readonly bytes: Uint8Array }
  | { readonly type: 'finished' }
  | { readonly type: 'possible'; readonly choices: readonly ChoiceId[] }
  | { readonly type: 'failed'; readonly message: string };

/** How an encoder reports and delivers. */
export type Delivery = {
  readonly progress: (done: number, total: number) => void;
  readonly file: (name: string, bytes: Uint8Array) => void;
};
