/** How large a clip is saved. Small models make small clips, which players and pages show tiny or refuse. */
export const SCALES = [1, 2, 4, 8] as const;
export type Scale = (typeof SCALES)[number];

export type Size = { readonly width: number; readonly height: number };

const SHORT_SIDE_WANTED = 256;
/** Beyond this many encoders refuse. */
const LONG_SIDE_MOST = 4096;

/** The smallest scale at which the short side is of use. */
export function defaultScale({ width, height }: Size): Scale {
  const short = Math.min(width, height);
  return SCALES.find((scale) => short * scale >= SHORT_SIDE_WANTED) ?? 8;
}

export const possibleScales = ({ width, height }: Size): Scale[] =>
  SCALES.filter((scale) => scale === 1 || Math.max(width, height) * scale <= LONG_SIDE_MOST);

/** Codecs store colour at half the resolution and want even sizes; the picture is padded, never cropped. */
export function outputSize({ width, height }: Size, scale: number, even: boolean): Size {
  const pad = (pixels: number): number => (even ? pixels + (pixels % 2) : pixels);
  return { width: pad(width * scale), height: pad(height * scale) };
}
