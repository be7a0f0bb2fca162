import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DeadlineTimer } from './deadline-timer';

describe('DeadlineTimer', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  const timer = () => {
    const late = vi.fn();
    return { late, deadline: new DeadlineTimer(late) };
  };

  it('tells a call that is late, once', () => {
    const { late, deadline } = timer();
    deadline.start(100);
    vi.advanceTimersByTime(99);
    expect(late).not.toHaveBeenCalled();
    vi.advanceTimersByTime(2);
    expect(late).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(1000);
    expect(late).toHaveBeenCalledOnce();
  });

  it('is quiet about calls that end in time, and judges each by its own deadline', () => {
    const { late, deadline } = timer();
    for (let call = 0; call < 50; call++) {
      deadline.start(100);
      vi.advanceTimersByTime(30);
      deadline.stop();
    }
    vi.advanceTimersByTime(500);
    expect(late).not.toHaveBeenCalled();
    deadline.start(10_000);
    deadline.stop();
    deadline.start(50);
    vi.advanceTimersByTime(51);
    expect(late).toHaveBeenCalledOnce();
    deadline.start(10_000);
    vi.advanceTimersByTime(9_999);
    expect(late).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(2);
    expect(late).toHaveBeenCalledTimes(2);
  });

  /** The clock goes on, and no timer goes off. */
  const sleep = (milliseconds: number): void => {
    const clock = performance.now.bind(performance);
    vi.spyOn(performance, 'now').mockImplementation(() => clock() + milliseconds);
  };

  it.each([60_000, 3_600_000])('grants the deadline once more after a sleep of %i ms', (asleep) => {
    const { late, deadline } = timer();
    deadline.start(300_000);
    vi.advanceTimersByTime(250_000);
    sleep(asleep);
    vi.advanceTimersByTime(299_000);
    expect(late).not.toHaveBeenCalled();
    vi.advanceTimersByTime(2_000);
    expect(late).toHaveBeenCalledOnce();
  });

  it('gives a call that starts after a sleep no more than its deadline', () => {
    const { late, deadline } = timer();
    deadline.start(60_000);
    deadline.stop();
    sleep(3_600_000);
    deadline.start(5_000);
    vi.advanceTimersByTime(4_900);
    expect(late).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1_200);
    expect(late).toHaveBeenCalledOnce();
  });

  it('keeps one timer, however many calls are made, and none once closed', () => {
    const { late, deadline } = timer();
    for (let call = 0; call < 50; call++) deadline.start(5_000 + call);
    expect(vi.getTimerCount()).toBe(1);
    deadline.close();
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(60_000);
    expect(late).not.toHaveBeenCalled();
  });
});
