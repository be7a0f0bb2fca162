import { describe, expect, it } from 'vitest';
import { demoModel } from './demo-model';

describe('the demo model where none is named', () => {
  it.each([
    [{}, 'demo-text-to-video'],
    [{ out: 'clip.mp4' }, 'demo-text-to-video'],
    [{ out: 'frames/' }, 'demo-text-to-video'],
    [{ image: 'photo.jpg', out: 'clip.mp4' }, 'demo-image-to-video'],
    [{ out: 'scale.wav' }, 'demo-text-to-audio'],
    [{ out: 'SCALE.FLAC' }, 'demo-text-to-audio'],
    [{ out: 'sound', seconds: 3 }, 'demo-text-to-audio'],
    [{ out: 'sound', waveforms: 2 }, 'demo-text-to-audio'],
    // Refused later, by a sentence that names the endings of clips.
    [{ image: 'photo.jpg', out: 'scale.wav' }, 'demo-image-to-video'],
  ])('for %j is %s', (told, model) => {
    expect(demoModel(told)).toBe(model);
  });
});
