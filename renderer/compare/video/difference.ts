import { type Clip, frameBytes } from '../../player/clip';

/** Writes how far two frames of one size are apart, channel by channel, `gain` times as bright, as opaque RGBA. */
export function writeDifference(
  [a, frameA]: readonly [Clip, number],
  [b, frameB]: readonly [Clip, number],
  gain: number,
  rgba: Uint8ClampedArray,
): void {
  let [fromA, fromB] = [frameA * frameBytes(a), frameB * frameBytes(b)];
  for (let to = 0; to < rgba.length; to += 4) {
    for (let channel = 0; channel < 3; channel++) {
      rgba[to + channel] = gain * Math.abs((a.rgb[fromA++] ?? 0) - (b.rgb[fromB++] ?? 0));
    }
    rgba[to + 3] = 255;
  }
}
