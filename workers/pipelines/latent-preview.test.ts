import { describe, expect, it } from 'vitest';
import { linearPreview } from './latent-preview';

describe('linearPreview', () => {
  it('maps channels to colours, adds the bias and clamps', () => {
    const preview = linearPreview(
      {
        factors: [
          [1, 0, 0],
          [0, 0.5, 0],
        ],
        bias: [0, 0.5, 1],
      },
      { frames: 2, channels: 2, height: 1, width: 2 },
    );
    // [frame][channel][pixel]
    const latents = Float32Array.from([0, 1, 0, -1, 0.5, 9, 1, -9]);
    expect(preview(latents)).toEqual({
      frames: 2,
      height: 1,
      width: 2,
      data: Uint8Array.from([0, 128, 255, 255, 0, 255, 128, 255, 255, 255, 0, 255]),
    });
  });
});
