import { create } from 'zustand';

/** A stretch of a sound, in seconds. */
export type SoundRegion = { readonly start: number; readonly end: number };

type SoundView = {
  /** The result and its variant that are shown. */
  readonly result: string | undefined;
  readonly variant: number;
  readonly region: SoundRegion | undefined;
};

/** What of a sound is chosen: saving takes the same. */
export const useSoundView = create<SoundView>()(() => ({ result: undefined, variant: 0, region: undefined }));

export const showSound = (result: string): void => {
  if (useSoundView.getState().result !== result) {
    useSoundView.setState({ result, variant: 0, region: undefined });
  }
};
export const chooseVariant = (variant: number): void => useSoundView.setState({ variant, region: undefined });
export const chooseRegion = (region: SoundRegion | undefined): void => useSoundView.setState({ region });

/** The samples of the chosen stretch; all of them where none is chosen. */
export function trimmed(
  samples: Float32Array,
  sampleRate: number,
  region: SoundRegion | undefined,
): Float32Array {
  if (region === undefined) return samples;
  const at = (seconds: number): number =>
    Math.round(Math.min(Math.max(seconds, 0), samples.length) * sampleRate);
  const part = samples.subarray(at(region.start), at(region.end));
  return part.length === 0 ? samples : part;
}
