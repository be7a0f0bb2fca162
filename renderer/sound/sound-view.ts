import { create } from 'zustand';

/** A stretch of a sound, in seconds. */
export type SoundRegion = { readonly start: number; readonly end: number };

type SoundView = {
  /** The result that is shown, and which of its variants is chosen. */
  readonly result: string | undefined;
  readonly variant: number;
  /** The chosen stretch of each variant that has one. */
  readonly regions: ReadonlyMap<number, SoundRegion>;
};

const NO_REGIONS: ReadonlyMap<number, SoundRegion> = new Map();

/** What of a sound is chosen: saving takes the same. */
export const useSoundView = create<SoundView>()(() => ({
  result: undefined,
  variant: 0,
  regions: NO_REGIONS,
}));

export const showSound = (result: string): void => {
  if (useSoundView.getState().result !== result) {
    useSoundView.setState({ result, variant: 0, regions: NO_REGIONS });
  }
};

export const chooseVariant = (variant: number): void => useSoundView.setState({ variant });

export function chooseRegion(variant: number, region: SoundRegion | undefined): void {
  const regions = new Map(useSoundView.getState().regions);
  if (region === undefined) regions.delete(variant);
  else regions.set(variant, region);
  useSoundView.setState({ regions });
}

/** The variant of a result that is chosen, and its stretch; the first, whole, where the result is not shown. */
export function soundShown(
  result: string,
  view: SoundView = useSoundView.getState(),
): { readonly variant: number; readonly region: SoundRegion | undefined } {
  if (view.result !== result) return { variant: 0, region: undefined };
  return { variant: view.variant, region: view.regions.get(view.variant) };
}

/** The samples of a stretch; all of them where none is chosen or it holds none. */
export function trimmed(
  samples: Float32Array,
  sampleRate: number,
  region: SoundRegion | undefined,
): Float32Array {
  if (region === undefined) return samples;
  const at = (seconds: number): number =>
    Math.min(Math.max(Math.round(seconds * sampleRate), 0), samples.length);
  const part = samples.subarray(at(region.start), at(region.end));
  return part.length === 0 ? samples : part;
}
