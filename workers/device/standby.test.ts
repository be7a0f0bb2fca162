import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Standby } from './standby';

describe('Standby', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'setImmediate', 'clearImmediate', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** A standby whose conductor asked again so many milliseconds after the reply. */
  function askedAgainAfter(ms: number): Standby {
    const standby = new Standby();
    standby.begin();
    vi.advanceTimersByTime(ms);
    standby.end();
    return standby;
  }

  /** Whether the event loop would look for messages without sleeping. */
  const isPolling = (): boolean => vi.getTimerCount() > 0;

  it('polls after a reply if the request before came at once', () => {
    const standby = askedAgainAfter(0);
    expect(isPolling()).toBe(false);
    standby.begin();
    expect(isPolling()).toBe(true);
    vi.advanceTimersToNextTimer();
    expect(isPolling()).toBe(true);
  });

  it('sleeps as long as nothing is known of the conductor, and where it took longer', () => {
    new Standby().begin();
    expect(isPolling()).toBe(false);
    askedAgainAfter(2).begin();
    expect(isPolling()).toBe(false);
  });

  it('sleeps when the moment is over', () => {
    askedAgainAfter(0).begin();
    vi.advanceTimersByTime(2);
    vi.runOnlyPendingTimers();
    expect(isPolling()).toBe(false);
  });

  it('stops polling with the request, and polls once however often it stands by', () => {
    const standby = askedAgainAfter(0);
    for (let reply = 0; reply < 3; reply++) {
      standby.begin();
      expect(vi.getTimerCount()).toBe(1);
      standby.end();
      expect(isPolling()).toBe(false);
    }
  });
});
