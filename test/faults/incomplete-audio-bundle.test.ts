import { describe, expect, it } from 'vitest';
import type { Manifest } from '../../workers/bundle/manifest';
import { Bundle, openBundle } from '../../workers/bundle/open-bundle';
import { AudioLdm2Pipeline } from '../../workers/pipelines/audioldm2/pipeline';
import type { TextToAudioRequest } from '../../workers/pipelines/audioldm2/request';
import { Goldens } from '../support/fixtures';

const request: TextToAudioRequest = {
  kind: 'text-to-audio',
  prompt: 'A ship waits at night',
  negativePrompt: '',
  seed: 1,
  steps: 4,
  guidanceScale: 3.5,
  seconds: 0.32,
  waveforms: 2,
};

/** The tiny bundle as if what `keeps` denies had never been exported. */
async function incompleteBundle(keeps: (name: string) => boolean): Promise<Bundle> {
  const { folder, manifest } = await openBundle(new Goldens('audioldm2-tiny').bundle);
  const kept = <T>(record: Record<string, T>): Record<string, T> =>
    Object.fromEntries(Object.entries(record).filter(([name]) => keeps(name)));
  const rest: Manifest = { ...manifest, files: kept(manifest.files), components: kept(manifest.components) };
  return new Bundle(folder, rest);
}

describe('a bundle without one of its parts is refused with what is missing', () => {
  it.each(['vocoder', 'tokenizer', 'tokenizer_2', 'vae_decoder', 'unet', 'language_model'])(
    '%s',
    async (part) => {
      const bundle = await incompleteBundle((name) => name.split('/')[0] !== part);
      await expect(AudioLdm2Pipeline.open(bundle, request)).rejects.toMatchObject({
        code: 'bundle-damaged',
        message: expect.stringMatching(new RegExp(`${part}.*Copy or download it again`)) as string,
      });
    },
  );

  it('a graph whose settings are there', async () => {
    const bundle = await incompleteBundle((name) => name !== 'vocoder');
    await expect(AudioLdm2Pipeline.open(bundle, request)).rejects.toThrow(/no component vocoder/);
  });
});

describe('a bundle without CLAP’s audio branch', () => {
  it('makes several sounds all the same and says that they are not sorted', async () => {
    const { folder, manifest } = await openBundle(new Goldens('audioldm2-tiny').bundle);
    const component = manifest.components['text_encoder'];
    if (component === undefined) throw new Error('The fixture has no text encoder.');
    const { model } = component.graphs;
    const deaf: Manifest = {
      ...manifest,
      components: {
        ...manifest.components,
        text_encoder: { ...component, graphs: { ...(model && { model }) } },
      },
    };
    const pipeline = await AudioLdm2Pipeline.open(new Bundle(folder, deaf), request);
    expect(pipeline.notices).toEqual(['This model cannot judge its own sounds, so they are not sorted.']);
  });
});
