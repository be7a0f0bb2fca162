/** The kinds of file that a clip can be saved as. */
import type { ExportFormat } from '../../electron/contract/index';

export type ChoiceId = 'mp4' | 'webm-vp9' | 'webm-av1' | 'gif' | 'webp' | 'png-frames';

export type Choice = {
  readonly id: ChoiceId;
  readonly format: ExportFormat;
  readonly title: string;
  readonly note: string;
};

export const CHOICES: readonly Choice[] = [
  { id: 'mp4', format: 'mp4', title: 'MP4', note: 'H.264, plays everywhere' },
  { id: 'webm-vp9', format: 'webm', title: 'WebM', note: 'VP9, for the web' },
  { id: 'webm-av1', format: 'webm', title: 'WebM, small', note: 'AV1, slow to make' },
  { id: 'webp', format: 'webp', title: 'Animated WebP', note: 'loops, for web and chats' },
  { id: 'gif', format: 'gif', title: 'GIF', note: 'loops, 256 colours' },
  { id: 'png-frames', format: 'png-frames', title: 'PNG frames', note: 'a folder, nothing is lost' },
];

export const formatOf = (id: ChoiceId): ExportFormat =>
  CHOICES.find((choice) => choice.id === id)?.format ?? 'webp';
