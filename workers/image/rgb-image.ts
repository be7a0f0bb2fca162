/** An opaque sRGB picture: 8 bits a channel, `[height, width, 3]`. */
export type RgbImage = { readonly width: number; readonly height: number; readonly data: Uint8Array };
