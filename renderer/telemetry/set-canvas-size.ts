/**
 * Gives a canvas its size in device pixels. Setting a size clears the canvas and its memory, so it is done only for a
 * new one.
 *
 * @returns whether it had another size, and is empty now.
 */
export function setCanvasSize(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
  pixelRatio: number,
): boolean {
  const [wide, high] = [Math.round(width * pixelRatio), Math.round(height * pixelRatio)];
  if (canvas.width === wide && canvas.height === high) return false;
  canvas.width = wide;
  canvas.height = high;
  return true;
}
