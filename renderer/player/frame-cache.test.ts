import { describe, expect, it } from 'vitest';
import { FrameCache } from './frame-cache';

/** A cache over files of ten bytes, with a list of what was loaded. */
function cacheOf(capacity: number): { cache: FrameCache; loads: string[] } {
  const loads: string[] = [];
  const cache = new FrameCache(capacity, async (url) => {
    loads.push(url);
    if (url.startsWith('missing')) throw new Error('no such file');
    return new Uint8Array(10);
  });
  return { cache, loads };
}

describe('frame cache', () => {
  it('loads once for two who ask at the same time, and later', async () => {
    const { cache, loads } = cacheOf(100);
    const [a, b] = await Promise.all([cache.get('a'), cache.get('a')]);
    expect(a).toBe(b);
    expect(await cache.get('a')).toBe(a);
    expect(loads).toEqual(['a']);
  });

  it('drops what was unused longest', async () => {
    const { cache, loads } = cacheOf(20);
    await cache.get('a');
    await cache.get('b');
    await cache.get('a');
    await cache.get('c');
    await cache.get('a');
    await cache.get('b');
    expect(loads).toEqual(['a', 'b', 'c', 'b']);
  });

  it('keeps the newest even when it alone is too large', async () => {
    const { cache, loads } = cacheOf(5);
    await cache.get('a');
    await cache.get('a');
    expect(loads).toEqual(['a']);
  });

  it('tries again after a failure', async () => {
    const { cache, loads } = cacheOf(20);
    await expect(cache.get('missing')).rejects.toThrow('no such file');
    await expect(cache.get('missing')).rejects.toThrow('no such file');
    expect(loads).toHaveLength(2);
  });
});
