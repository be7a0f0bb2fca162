import { describe, expect, it } from 'vitest';
import { Playback } from './playback';

const playback = (playing = true): Playback => new Playback({ frames: 4, fps: 10 }, playing);

describe('playback', () => {
  it('shows the frame that is due', () => {
    const clip = playback();
    const seen: number[] = [];
    clip.subscribe(() => seen.push(clip.state().frame));
    for (let i = 0; i < 11; i++) clip.advance(30);
    expect(seen).toEqual([1, 2, 3]);
  });

  it('tells when the next frame is due', () => {
    const clip = playback();
    expect(clip.untilNextFrame).toBeCloseTo(100);
    clip.advance(130);
    expect(clip.untilNextFrame).toBeCloseTo(70);
    clip.setSpeed(2);
    expect(clip.untilNextFrame).toBeCloseTo(35);
  });

  it('loops without losing time', () => {
    const clip = playback();
    clip.advance(1050);
    expect(clip.state()).toMatchObject({ frame: 2, playing: true });
  });

  it('stops at the last frame when it does not loop, and play starts over', () => {
    const clip = playback();
    clip.setLoop(false);
    clip.advance(5000);
    expect(clip.state()).toMatchObject({ frame: 3, playing: false });
    clip.toggle();
    expect(clip.state()).toMatchObject({ frame: 0, playing: true });
  });

  it('goes at the chosen speed', () => {
    const clip = playback();
    clip.setSpeed(0.5);
    clip.advance(300);
    expect(clip.state().frame).toBe(1);
  });

  it('steps around both ends and stops there', () => {
    const clip = playback();
    clip.step(-1);
    expect(clip.state()).toMatchObject({ frame: 3, playing: false });
    clip.step(1);
    expect(clip.state().frame).toBe(0);
  });

  it('keeps a scrub inside the clip', () => {
    const clip = playback(false);
    clip.seek(99);
    expect(clip.state().frame).toBe(3);
    clip.seek(-1);
    expect(clip.state().frame).toBe(0);
  });

  it('stands still while paused and tells nobody', () => {
    const clip = playback(false);
    let told = 0;
    clip.subscribe(() => told++);
    clip.advance(1000);
    expect([clip.state().frame, told]).toEqual([0, 0]);
  });
});
