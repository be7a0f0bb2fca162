/** A picture of a sound: `rgb` holds `[height, width, 3]` bytes. */
export type WaveformPicture = { readonly width: number; readonly height: number; readonly rgb: Uint8Array };

const WIDTH = 320;
const HEIGHT = 180;
const BACKGROUND = 24;
/** The blue of computing, which reads on dark and on light. */
const INK = [86, 180, 233] as const;

/** The envelope of a sound from left to right, drawn to its own loudest sample so that a soft one is seen too. */
export function drawWaveform(samples: Float32Array): WaveformPicture {
  const rgb = new Uint8Array(WIDTH * HEIGHT * 3).fill(BACKGROUND);
  const peak = samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  for (let x = 0; x < WIDTH; x++) {
    const from = Math.floor((x * samples.length) / WIDTH);
    const to = Math.max(from + 1, Math.floor(((x + 1) * samples.length) / WIDTH));
    let low = 0;
    let high = 0;
    for (const value of samples.subarray(from, to)) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    const rowOf = (value: number): number => Math.round((HEIGHT - 1) * (0.5 - (0.45 * value) / peak));
    for (let y = rowOf(high); y <= rowOf(low); y++) rgb.set(INK, (y * WIDTH + x) * 3);
  }
  return { width: WIDTH, height: HEIGHT, rgb };
}
