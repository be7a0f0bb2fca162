/** A clip in memory: RGB bytes `[frames, height, width, 3]`. Previews and results alike. */
export type Clip = {
  readonly frames: number;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly rgb: Uint8Array;
};

export const frameBytes = ({ width, height }: Pick<Clip, 'width' | 'height'>): number => width * height * 3;

/** Refuses bytes that cannot be the clip, such as a file cut short. */
export function checkClip(clip: Clip): Clip {
  const expected = clip.frames * frameBytes(clip);
  if (clip.rgb.byteLength !== expected) {
    throw new Error(
      `The file of this clip is damaged: it has ${clip.rgb.byteLength.toLocaleString('en-GB')} bytes instead of ${expected.toLocaleString('en-GB')}.`,
    );
  }
  return clip;
}

/** Writes one frame as opaque RGBA. */
export function writeRgba(clip: Clip, frame: number, rgba: Uint8ClampedArray): void {
  const { rgb } = clip;
  let from = frame * frameBytes(clip);
  for (let to = 0; to < rgba.length; to += 4) {
    rgba[to] = rgb[from] ?? 0;
    rgba[to + 1] = rgb[from + 1] ?? 0;
    rgba[to + 2] = rgb[from + 2] ?? 0;
    rgba[to + 3] = 255;
    from += 3;
  }
}
