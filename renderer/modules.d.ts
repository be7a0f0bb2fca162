declare module '*.module.css' {
  const classes: Readonly<Record<string, string>>;
  export default classes;
}

declare module '*.css';

declare module 'gifenc' {
  export type Palette = number[][];

  export type FrameOptions = {
    readonly palette?: Palette;
    /** Milliseconds. */
    readonly delay?: number;
    /** 0 repeats for ever. */
    readonly repeat?: number;
  };

  export type Encoder = {
    writeFrame(indices: Uint8Array, width: number, height: number, options?: FrameOptions): void;
    finish(): void;
    bytes(): Uint8Array<ArrayBuffer>;
  };

  export function GIFEncoder(): Encoder;
  export function quantize(rgba: Uint8Array | Uint8ClampedArray, maxColours: number): Palette;
  export function applyPalette(rgba: Uint8Array | Uint8ClampedArray, palette: Palette): Uint8Array;
}
