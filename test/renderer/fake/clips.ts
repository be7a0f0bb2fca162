/** Clips of a ball that rises over a slope of colour: cheap to make, plain to recognise, the same every time. */
export type FakeClip = {
  readonly frames: number;
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array<ArrayBuffer>;
};

/** A small hash, for noise that is the same in every run. */
export function noise(seed: number): number {
  let x = (seed ^ 0x9e3779b9) >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad) >>> 0;
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97) >>> 0;
  return ((x ^ (x >>> 15)) >>> 0) / 2 ** 32;
}

type Look = {
  readonly frames: number;
  readonly width: number;
  readonly height: number;
  readonly seed: number;
  /** Part of the picture that is still noise, from 1 to 0. */
  readonly roughness: number;
};

export function makeClip({ frames, width, height, seed, roughness }: Look): FakeClip {
  const rgb = new Uint8Array(frames * width * height * 3);
  const hue = noise(seed);
  const ball = [Math.floor(255 * noise(seed + 1)), Math.floor(255 * noise(seed + 2)), 60] as const;
  let at = 0;
  for (let frame = 0; frame < frames; frame++) {
    const centreY = height * (0.85 - (0.7 * frame) / Math.max(1, frames - 1));
    const centreX = width * (0.35 + 0.3 * hue);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const inside = Math.hypot(x - centreX, y - centreY) < Math.min(width, height) * 0.18;
        const sky = 90 + (120 * y) / height;
        const clean = inside ? ball : ([sky * (0.5 + hue / 2), sky * 0.85, 230 - sky * 0.4] as const);
        for (const channel of clean) {
          const rough = 255 * noise(at * 31 + seed);
          rgb[at++] = channel * (1 - roughness) + rough * roughness;
        }
      }
    }
  }
  return { frames, width, height, rgb };
}

/** The first frame as a PNG, by the browser's own encoder. */
export async function thumbnail({ width, height, rgb }: FakeClip): Promise<string> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('No canvas.');
  const image = context.createImageData(width, height);
  for (let i = 0; i < width * height; i++) {
    image.data.set([rgb[i * 3] ?? 0, rgb[i * 3 + 1] ?? 0, rgb[i * 3 + 2] ?? 0, 255], i * 4);
  }
  context.putImageData(image, 0, 0);
  return URL.createObjectURL(await canvas.convertToBlob({ type: 'image/png' }));
}
