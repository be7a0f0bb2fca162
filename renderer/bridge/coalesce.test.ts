import { afterEach, describe, expect, it, vi } from 'vitest';
import { calmly, coalesce, gather, newest, nextFrame, type Schedule } from './coalesce';

/** A screen whose frames are drawn by hand. */
function screen(): { schedule: Schedule; draw: () => void; readonly waiting: number } {
  let waiting: (() => void)[] = [];
  return {
    schedule: (run) => waiting.push(run),
    draw: () => {
      const due = waiting;
      waiting = [];
      for (const run of due) run();
    },
    get waiting() {
      return waiting.length;
    },
  };
}

describe('coalesce', () => {
  it('applies a burst of states once, with the newest', () => {
    const { schedule, draw } = screen();
    const applied: number[] = [];
    const tell = coalesce(newest<number>, (value) => applied.push(value), schedule);
    for (let value = 0; value < 200; value++) tell(value);
    expect(applied).toEqual([]);
    draw();
    expect(applied).toEqual([199]);
  });

  it('keeps every entry of a log in order', () => {
    const { schedule, draw } = screen();
    const applied: (readonly string[])[] = [];
    const tell = coalesce(gather<string>, (entries) => applied.push(entries), schedule);
    tell('a');
    tell('b');
    draw();
    tell('c');
    draw();
    expect(applied).toEqual([['a', 'b'], ['c']]);
  });

  it('asks for one frame per burst and for none when idle', () => {
    const frames = screen();
    const tell = coalesce(newest<number>, () => {}, frames.schedule);
    tell(1);
    tell(2);
    expect(frames.waiting).toBe(1);
    frames.draw();
    expect(frames.waiting).toBe(0);
  });

  it('takes what arrives while it applies into the next frame', () => {
    const { schedule, draw } = screen();
    const applied: number[] = [];
    const tell = coalesce(
      newest<number>,
      (value) => {
        applied.push(value);
        if (value === 1) tell(2);
      },
      schedule,
    );
    tell(1);
    draw();
    expect(applied).toEqual([1]);
    draw();
    expect(applied).toEqual([1, 2]);
  });

  it('lets a state that is undefined through', () => {
    const { schedule, draw } = screen();
    const applied: unknown[] = [];
    const tell = coalesce(newest<undefined>, (value) => applied.push(value), schedule);
    tell(undefined);
    draw();
    expect(applied).toEqual([undefined]);
  });
});

describe('what waits for the screen', () => {
  /** Frames and timers by hand. */
  function handMadeScreen(): { draw: () => void } {
    let due: (() => void)[] = [];
    vi.useFakeTimers();
    vi.stubGlobal('document', { hidden: false });
    vi.stubGlobal('requestAnimationFrame', (run: () => void) => due.push(run));
    return {
      draw: () => {
        const runs = due;
        due = [];
        for (const run of runs) run();
      },
    };
  }

  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('is drawn ten times a second where it is unhurried', () => {
    const { draw } = handMadeScreen();
    const drawn: string[] = [];
    calmly(() => drawn.push('calm'));
    vi.advanceTimersByTime(99);
    draw();
    expect(drawn).toEqual([]);
    vi.advanceTimersByTime(1);
    draw();
    expect(drawn).toEqual(['calm']);
  });

  it('is drawn at once with what is hurried, and not once more', () => {
    const { draw } = handMadeScreen();
    const drawn: string[] = [];
    calmly(() => drawn.push('calm'));
    nextFrame(() => drawn.push('hurried'));
    draw();
    expect(drawn).toEqual(['hurried', 'calm']);
    vi.advanceTimersByTime(1000);
    draw();
    expect(drawn).toEqual(['hurried', 'calm']);
  });
});
