import { describe, expect, it } from 'vitest';
import { dealOut } from './deal-out';

describe('dealOut', () => {
  it('gives each device its items in turn and keeps their order', async () => {
    const busy = new Set<string>();
    let most = 0;
    const results = await dealOut(['a', 'b'], [3, 1, 2, 0, 4], async (device, item) => {
      expect(busy.has(device)).toBe(false);
      busy.add(device);
      most = Math.max(most, busy.size);
      await new Promise((resolve) => setTimeout(resolve, item));
      busy.delete(device);
      return `${device}${item}`;
    });
    expect(results).toEqual(['a3', 'b1', 'a2', 'b0', 'a4']);
    expect(most).toBe(2);
  });

  it('has nothing to do for more devices than items', async () => {
    expect(await dealOut(['a', 'b', 'c'], [1], async (device) => device)).toEqual(['a']);
  });
});
