/** What a model is asked for unless told otherwise, by the window and by the command line alike. */
import type { Bundle, GenerationKind, RequestSize } from '../../workers/api';

export function textToVideoDefaults(bundle: Bundle) {
  const number = numbersOf(bundle);
  return {
    steps: number('steps', 50),
    guidanceScale: number('guidanceScale', 6),
    frames: number('frames', 49),
    width: number('width', 720),
    height: number('height', 480),
    fps: number('fps', 8),
    negativePrompt: String(bundle.manifest.defaults['negativePrompt'] ?? ''),
  };
}

export function imageToVideoDefaults(bundle: Bundle) {
  const number = numbersOf(bundle);
  const frames = number('frames', 25);
  return {
    steps: number('steps', 25),
    minGuidanceScale: number('minGuidance', 1),
    maxGuidanceScale: number('maxGuidance', 3),
    motionBucketId: number('motionBucketId', 127),
    noiseAugStrength: number('noiseAugStrength', 0.02),
    frames,
    width: number('width', 1024),
    height: number('height', 576),
    fps: number('fps', 7),
    decodeChunk: number('decodeChunk', frames),
  };
}

export function textToAudioDefaults(bundle: Bundle) {
  const number = numbersOf(bundle);
  return {
    steps: number('steps', 200),
    guidanceScale: number('guidanceScale', 3.5),
    seconds: number('seconds', 10.24),
    waveforms: number('waveforms', 1),
    negativePrompt: String(bundle.manifest.defaults['negativePrompt'] ?? ''),
  };
}

/** The size of what a model is asked for unless told otherwise. */
export function defaultSize(kind: GenerationKind, bundle: Bundle): RequestSize {
  switch (kind) {
    case 'text-to-video': {
      const { width, height, frames, guidanceScale } = textToVideoDefaults(bundle);
      return { kind, width, height, frames, guidanceScale };
    }
    case 'image-to-video': {
      const { width, height, frames, maxGuidanceScale, decodeChunk } = imageToVideoDefaults(bundle);
      return { kind, width, height, frames, maxGuidanceScale, decodeChunk };
    }
    case 'text-to-audio': {
      const { seconds, waveforms, guidanceScale } = textToAudioDefaults(bundle);
      return { kind, seconds, waveforms, guidanceScale };
    }
  }
}

/** Reads numbers of the bundle; for what it leaves open, the value is that of diffusers' pipeline. */
function numbersOf({ manifest }: Bundle): (name: string, otherwise: number) => number {
  return (name, otherwise) => {
    const value = manifest.defaults[name];
    return typeof value === 'number' ? value : otherwise;
  };
}
