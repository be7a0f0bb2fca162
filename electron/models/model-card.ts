import type { Bundle, ModelLimits } from '../../workers/api';
import type { Model } from '../contract';

/** What the window shows of a bundle. Defaults that a bundle leaves open are those of the command line. */
export function modelCard(bundle: Bundle, limits: ModelLimits, bundled: boolean): Model {
  const { manifest } = bundle;
  const numberOr = (name: string, otherwise: number): number => {
    const value = manifest.defaults[name];
    return typeof value === 'number' ? value : otherwise;
  };
  return {
    id: manifest.id,
    title: manifest.title,
    description: manifest.description,
    license: manifest.license,
    source: manifest.source,
    kind: 'text-to-video',
    folder: bundle.folder,
    bytes: Object.values(manifest.files).reduce((sum, { bytes }) => sum + bytes, 0),
    bundled,
    limits: { ...limits, frameCounts: [...limits.frameCounts] },
    defaults: {
      steps: numberOr('steps', 50),
      guidanceScale: numberOr('guidanceScale', 6),
      frames: numberOr('frames', 49),
      width: numberOr('width', 720),
      height: numberOr('height', 480),
      fps: numberOr('fps', 8),
      negativePrompt: String(manifest.defaults['negativePrompt'] ?? ''),
      warmup: manifest.parastep.warmup,
      cooldown: manifest.parastep.cooldown,
    },
    examples: manifest.examples,
  };
}
