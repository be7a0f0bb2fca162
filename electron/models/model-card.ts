import type { Bundle, ModelInspection } from '../../workers/api';
import type { Model } from '../contract';
import { imageToVideoDefaults, textToAudioDefaults, textToVideoDefaults } from './defaults';

/** What the window shows of a bundle. */
export function modelCard(
  bundle: Bundle,
  inspection: ModelInspection,
  origin: { readonly bundled: boolean; readonly removable: boolean },
): Model {
  const { manifest } = bundle;
  const about = {
    id: manifest.id,
    title: manifest.title,
    description: manifest.description,
    license: manifest.license,
    source: manifest.source,
    folder: bundle.folder,
    bytes: bundle.totalBytes,
    ...origin,
    examples: manifest.examples,
  };
  const { warmup, cooldown } = manifest.parastep;
  switch (inspection.kind) {
    case 'text-to-video': {
      const { kind, limits } = inspection;
      return {
        ...about,
        kind,
        limits: { ...limits, frameCounts: [...limits.frameCounts] },
        defaults: { ...textToVideoDefaults(bundle), warmup, cooldown },
      };
    }
    case 'image-to-video': {
      const { kind, limits } = inspection;
      return { ...about, kind, limits, defaults: { ...imageToVideoDefaults(bundle), warmup, cooldown } };
    }
    case 'text-to-audio': {
      const { kind, limits } = inspection;
      return { ...about, kind, limits, defaults: { ...textToAudioDefaults(bundle), warmup, cooldown } };
    }
  }
}
