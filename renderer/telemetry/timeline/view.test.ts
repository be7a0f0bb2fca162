import { describe, expect, it } from 'vitest';
import { timeText } from './paint-timeline';
import { panned, showing, showsAll, within, zoomed } from './view';

const whole = { from: 100, to: 1100 };

describe('the view of a timeline', () => {
  it('zooms around a moment, which stays in its place', () => {
    const view = zoomed(whole, whole, 4, 350);
    expect(view.to - view.from).toBeCloseTo(250, 9);
    expect((350 - view.from) / 250).toBeCloseTo(0.25, 9);
  });

  it('never shows more than there is, nor less than can be seen', () => {
    expect(zoomed({ from: 200, to: 300 }, whole, 0.001, 250)).toEqual(whole);
    const near = zoomed({ from: 200, to: 201 }, whole, 1e9, 200.5);
    expect(near.to - near.from).toBeCloseTo(0.5, 9);
    expect(within({ from: -500, to: 5000 }, whole)).toEqual(whole);
  });

  it('stops at both ends', () => {
    const view = { from: 200, to: 400 };
    expect(panned(view, whole, 0.5)).toEqual({ from: 300, to: 500 });
    expect(panned(view, whole, -9)).toEqual({ from: 100, to: 300 });
    expect(panned(view, whole, 99)).toEqual({ from: 900, to: 1100 });
  });

  it('moves to what is asked for only if it is out of sight', () => {
    const view = { from: 200, to: 400 };
    expect(showing(view, whole, { from: 250, to: 300 })).toBe(view);
    expect(showing(view, whole, { from: 700, to: 720 })).toEqual({ from: 610, to: 810 });
  });

  it('knows whether all is shown', () => {
    expect(showsAll(whole, whole)).toBe(true);
    expect(showsAll({ from: 100, to: 1000 }, whole)).toBe(false);
  });
});

describe('a time on the axis', () => {
  it.each([
    [10_000, 5000, '10 s'],
    [12_500, 2500, '12.5 s'],
    [1250, 250, '1.25 s'],
    [1200, 200, '1.2 s'],
    [20, 0.5, '0.0200 s'],
  ])('of %d ms, %d ms from the next, is %s', (time, step, text) => {
    expect(timeText(time, step)).toBe(text);
  });
});
