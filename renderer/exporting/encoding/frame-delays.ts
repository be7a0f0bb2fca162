/**
 * How long each frame stands, in milliseconds that are multiples of `unit`. Rounding is carried on from frame to
 * frame, so that the clip as a whole takes as long as it should.
 */
export function frameDelays(
  { frames, fps }: { readonly frames: number; readonly fps: number },
  unit: number,
): number[] {
  const end = (frame: number): number => Math.round((frame * 1000) / fps / unit) * unit;
  return Array.from({ length: frames }, (_, frame) => Math.max(unit, end(frame + 1) - end(frame)));
}
