import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { JobDraft, ShownAudio } from '../../electron/contract/index';
import { readSettings } from '../exporting/reading/read-settings';
import { settingsText } from '../exporting/settings-text';
import { encodableSounds, encodeSound } from './encode-sound';
import { chooseRegion, chooseVariant, showSound, soundShown, trimmed, useSoundView } from './sound-view';
import { loadSounds, playable } from './sounds';

const ramp = (length: number): Float32Array => Float32Array.from({ length }, (_, i) => i / length);

describe('what of a sound is chosen', () => {
  beforeEach(() => {
    showSound('another');
    showSound('one');
  });

  it('is the first variant, whole, until something is chosen', () => {
    expect(soundShown('one')).toEqual({ variant: 0, region: undefined });
  });

  it('keeps the stretch of each variant', () => {
    chooseRegion(0, { start: 0.1, end: 0.4 });
    chooseRegion(2, { start: 1, end: 2 });
    chooseVariant(2);
    expect(soundShown('one')).toEqual({ variant: 2, region: { start: 1, end: 2 } });
    chooseRegion(2, undefined);
    expect(soundShown('one')).toEqual({ variant: 2, region: undefined });
    chooseVariant(0);
    expect(soundShown('one').region).toEqual({ start: 0.1, end: 0.4 });
  });

  it('says nothing about a result that is not shown, and is forgotten with it', () => {
    chooseVariant(1);
    expect(soundShown('two')).toEqual({ variant: 0, region: undefined });
    showSound('two');
    showSound('one');
    expect(soundShown('one')).toEqual({ variant: 0, region: undefined });
  });

  it('stays when the same result is shown again', () => {
    chooseVariant(1);
    showSound('one');
    expect(useSoundView.getState().variant).toBe(1);
  });
});

describe('a trimmed sound', () => {
  const samples = ramp(1000);

  it.each([
    [{ start: 0.2, end: 0.5 }, 200, 500],
    [{ start: -1, end: 0.5 }, 0, 500],
    [{ start: 0.9, end: 7 }, 900, 1000],
    // Nothing is no sound: all of it is saved.
    [{ start: 0.5, end: 0.5 }, 0, 1000],
    [{ start: 5, end: 6 }, 0, 1000],
    [undefined, 0, 1000],
  ])('%o is samples %d to %d', (region, from, to) => {
    expect(trimmed(samples, 1000, region)).toEqual(samples.slice(from, to));
  });
});

describe('a sound to play', () => {
  it('is itself where its rate is high enough', () => {
    const samples = ramp(4);
    expect(playable(samples, 16_000)).toEqual({ samples, sampleRate: 16_000 });
  });

  it('takes as long as before where it is not', () => {
    const { samples, sampleRate } = playable(Float32Array.of(1, -1), 3000);
    expect([...samples]).toEqual([1, 1, 1, -1, -1, -1]);
    expect(sampleRate).toBe(9000);
  });
});

describe('the samples of a result', () => {
  const audio: ShownAudio = {
    kind: 'audio',
    waveforms: 2,
    samples: 3,
    sampleRate: 16_000,
    scores: null,
    samplesUrl: 'parastep-media://library/one/sounds.f32',
  };
  const answer = (response: Partial<Response>): void =>
    void vi.stubGlobal('fetch', () => Promise.resolve(response));
  const bytes = (values: Float32Array): Partial<Response> => ({
    ok: true,
    arrayBuffer: () => Promise.resolve(values.buffer as ArrayBuffer),
  });

  it('are dealt out to its variants', async () => {
    answer(bytes(ramp(6)));
    const { waveforms, sampleRate } = await loadSounds(audio);
    expect(sampleRate).toBe(16_000);
    expect(waveforms).toEqual([ramp(6).slice(0, 3), ramp(6).slice(3)]);
  });

  it('that are too few are refused with a sentence', async () => {
    answer(bytes(ramp(5)));
    await expect(loadSounds(audio)).rejects.toThrow('The file of this sound is incomplete. Make it again.');
  });

  it('that are gone are, too', async () => {
    answer({ ok: false });
    await expect(loadSounds(audio)).rejects.toThrow(/The file of this sound is gone/);
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    await expect(loadSounds(audio)).rejects.toThrow(/The file of this sound is gone/);
  });
});

describe('a WAV file', () => {
  const samples = Float32Array.of(0, 0.5, -0.5, 1, -1);
  const encoded = async (choice: 'wav-16' | 'wav-24' | 'wav-float', settings: string | null = null) => {
    const file = await encodeSound({ choice, samples, sampleRate: 16_000, settings });
    return new DataView(file.buffer, file.byteOffset, file.byteLength);
  };

  it('needs no encoder of the system', async () => {
    expect(await encodableSounds(2000)).toEqual(['wav-24', 'wav-16', 'wav-float']);
  });

  it.each([
    ['wav-16', 1, 16],
    ['wav-24', 1, 24],
    ['wav-float', 3, 32],
  ] as const)('%s says its format', async (choice, format, bits) => {
    const file = await encoded(choice);
    expect([file.getUint16(20, true), file.getUint16(22, true)]).toEqual([format, 1]);
    expect([file.getUint32(24, true), file.getUint16(34, true)]).toEqual([16_000, bits]);
  });

  it('of floats holds every sample as it is', async () => {
    const file = await encoded('wav-float');
    const data = file.byteLength - samples.byteLength;
    const read = samples.map((_, i) => file.getFloat32(data + 4 * i, true));
    expect(read).toEqual(samples);
  });

  it('of 16 bit holds full scale without turning over', async () => {
    const file = await encoded('wav-16');
    const data = file.byteLength - 2 * samples.length;
    const read = Array.from(samples, (_, i) => file.getInt16(data + 2 * i, true));
    expect(read[0]).toBe(0);
    expect(Math.abs((read[3] ?? 0) - 32_767)).toBeLessThanOrEqual(1);
    expect(Math.abs((read[4] ?? 0) + 32_767)).toBeLessThanOrEqual(1);
  });

  it.each(['wav-16', 'wav-24', 'wav-float'] as const)(
    '%s gives back settings in any letters',
    async (choice) => {
      const draft: JobDraft = {
        model: 'demo',
        request: {
          kind: 'text-to-audio',
          prompt: 'a bird’s song, 鳥の歌 🐦 é',
          negativePrompt: '',
          ...{ seed: 5, steps: 9, guidanceScale: 3.5, seconds: 2, waveforms: 1 },
        },
        parallelism: { devices: ['cpu:0'], degree: 1, warmup: 0, cooldown: 0, reuse: 'own' },
      };
      const settings = settingsText({ id: 'one', modelTitle: '音', draft }, '1.0.0');
      const file = await encodeSound({ choice, samples, sampleRate: 16_000, settings });
      const read = await readSettings(new File([new Uint8Array(file)], 'sound.wav'));
      expect(read).toEqual(JSON.parse(settings));
    },
  );

  it('holds the settings where they are wanted', async () => {
    const text = new TextDecoder().decode(await encoded('wav-24', '{"seed":5}'));
    expect(text).toContain('{"seed":5}');
    expect(new TextDecoder().decode(await encoded('wav-24'))).not.toContain('seed');
  });
});
