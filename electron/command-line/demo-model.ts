import { isSoundFile } from '../export/sound-format';
import type { RequestOptions } from './request-options';

/** What a command is told of its work, as far as it says which kind of model is meant. */
export type Told = Pick<RequestOptions, 'image' | 'seconds' | 'waveforms'> & { readonly out?: string };

/** The demo model that is meant where none is named: a picture comes alive, what is to be heard is a sound. */
export function demoModel({ image, out, seconds, waveforms }: Told): string {
  if (image !== undefined) return 'demo-image-to-video';
  const isHeard = seconds !== undefined || waveforms !== undefined || (out !== undefined && isSoundFile(out));
  return isHeard ? 'demo-text-to-audio' : 'demo-text-to-video';
}
