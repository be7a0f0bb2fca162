/**
 * Decodes and frames pictures off the page. The browser's own decoders do it: files from anywhere are read by
 * native code, and nowhere is that locked in as well as in the window's sandbox.
 */
import { type FramePlan, planFraming } from '../../electron/contract/index';
import type { PictureAnswer, PictureTask } from './messages';

const PREVIEW = { type: 'image/webp', quality: 0.9 } as const;

const tell = (answer: PictureAnswer): void => self.postMessage(answer);

self.onmessage = ({ data }: MessageEvent<PictureTask>): void => {
  answer(data).then(tell, (error: unknown) =>
    tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }),
  );
};

async function answer(task: PictureTask): Promise<PictureAnswer> {
  // Upright by its EXIF orientation; a file that is not whole is refused.
  const bitmap = await createImageBitmap(task.picture, { imageOrientation: 'from-image' });
  try {
    const { width, height } = bitmap;
    if (task.kind === 'preview') {
      const scale = Math.min(1, task.maxSide / Math.max(width, height));
      const side = (pixels: number): number => Math.max(1, Math.round(pixels * scale));
      const size = { width: side(width), height: side(height) };
      const whole = { left: 0, top: 0, width, height };
      const canvas = paint(bitmap, { part: whole, size, bars: NO_BARS });
      return { kind: 'preview', preview: await canvas.convertToBlob(PREVIEW) };
    }
    const canvas = paint(bitmap, planFraming(bitmap, task.framing, task.maxSide));
    const blob = await canvas.convertToBlob({ type: 'image/png' });
    const png = new Uint8Array(await blob.arrayBuffer());
    return {
      kind: 'frame',
      framed: { width: canvas.width, height: canvas.height, rgb: rgbOf(canvas), png },
    };
  } finally {
    bitmap.close();
  }
}

const NO_BARS = { left: 0, right: 0, top: 0, bottom: 0 };

/** In sRGB, on white where the picture is transparent. */
function paint(picture: ImageBitmap, { part, size, bars }: FramePlan): OffscreenCanvas {
  const canvas = new OffscreenCanvas(
    size.width + bars.left + bars.right,
    size.height + bars.top + bars.bottom,
  );
  const context = contextOf(canvas);
  context.imageSmoothingQuality = 'high';
  context.fillStyle = '#ffffff';
  context.fillRect(bars.left, bars.top, size.width, size.height);
  context.drawImage(
    picture,
    ...([part.left, part.top, part.width, part.height] as const),
    ...([bars.left, bars.top, size.width, size.height] as const),
  );
  return canvas;
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (context === null) throw new Error('This machine cannot draw the picture: there is no canvas.');
  return context;
}

function rgbOf(canvas: OffscreenCanvas): Uint8Array<ArrayBuffer> {
  const { data } = contextOf(canvas).getImageData(0, 0, canvas.width, canvas.height);
  const rgb = new Uint8Array((data.length / 4) * 3);
  for (let from = 0, to = 0; from < data.length; from += 4, to += 3) {
    rgb[to] = data[from] as number;
    rgb[to + 1] = data[from + 1] as number;
    rgb[to + 2] = data[from + 2] as number;
  }
  return rgb;
}
