import { type Clip, writeRgba } from '../../player/clip';

type Size = { readonly width: number; readonly height: number };

function context2d({ width, height }: Size): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width, height).getContext('2d', {
    alpha: false,
    willReadFrequently: true,
  });
  if (context === null) throw new Error('This machine cannot draw the frames: there is no canvas.');
  return context;
}

/** Draws the frames of a clip one after the other onto one canvas of the size that is saved. */
export class ScaledFrames {
  readonly canvas: OffscreenCanvas;
  readonly #clip: Clip;
  readonly #scale: number;
  readonly #source: OffscreenCanvasRenderingContext2D;
  readonly #output: OffscreenCanvasRenderingContext2D;
  readonly #image: ImageData;

  constructor(clip: Clip, scale: number, crisp: boolean, size: Size) {
    this.#clip = clip;
    this.#scale = scale;
    this.#source = context2d(clip);
    this.#output = context2d(size);
    this.#output.imageSmoothingEnabled = !crisp;
    this.#output.imageSmoothingQuality = 'high';
    this.#image = this.#source.createImageData(clip.width, clip.height);
    this.canvas = this.#output.canvas;
  }

  draw(frame: number): void {
    writeRgba(this.#clip, frame, this.#image.data);
    this.#source.putImageData(this.#image, 0, 0);
    const { width, height } = this.#clip;
    const right = width * this.#scale;
    const bottom = height * this.#scale;
    const source = this.#source.canvas;
    this.#output.drawImage(source, 0, 0, right, bottom);
    // Padding repeats the edge, because a black line would show.
    if (this.canvas.width > right) {
      this.#output.drawImage(source, width - 1, 0, 1, height, right, 0, 1, bottom);
    }
    if (this.canvas.height > bottom) {
      this.#output.drawImage(
        this.canvas,
        0,
        bottom - 1,
        this.canvas.width,
        1,
        0,
        bottom,
        this.canvas.width,
        1,
      );
    }
  }

  pixels(): Uint8ClampedArray {
    return this.#output.getImageData(0, 0, this.canvas.width, this.canvas.height).data;
  }

  async blob(type: 'image/png' | 'image/webp', quality: number): Promise<Uint8Array> {
    const blob = await this.canvas.convertToBlob({ type, quality });
    if (blob.type !== type) throw new Error(`This machine has no encoder for ${type}.`);
    return new Uint8Array(await blob.arrayBuffer());
  }
}
