import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { paced } from './paced';

describe('paced', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('acts at once, then at most once per interval, and never loses the last call', () => {
    const at: number[] = [];
    const start = performance.now();
    const act = paced(100, () => at.push(Math.round(performance.now() - start)));
    for (let ms = 0; ms < 250; ms += 10) {
      act();
      vi.advanceTimersByTime(10);
    }
    vi.advanceTimersByTime(1000);
    expect(at).toEqual([0, 100, 200, 300]);
    act();
    expect(at).toHaveLength(5);
  });
});
