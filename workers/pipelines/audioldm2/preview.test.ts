import { describe, expect, it } from 'vitest';
import { spectrogramPreview } from './preview';

describe('spectrogramPreview', () => {
  it('runs time to the right and pitch upwards, one picture a sound', () => {
    const preview = spectrogramPreview(
      { factors: [[1, 1, 1]], bias: [0, 0, 0] },
      { frames: 2, channels: 1, height: 3, width: 2 },
    );
    // [sound][time][pitch]
    const { frames, width, height, data } = preview(
      Float32Array.of(0, 0.2, 0.4, 0.6, 0.8, 1, 1, 0.8, 0.6, 0.4, 0.2, 0),
    );
    expect({ frames, width, height }).toEqual({ frames: 2, width: 3, height: 2 });
    const grey = Array.from({ length: 12 }, (_, i) => (data[i * 3] as number) / 255);
    expect(grey).toEqual([0.2, 0.6, 1, 0, 0.4, 0.8, 0.8, 0.4, 0, 1, 0.6, 0.2]);
  });
});
