/** What was asked for, in words for people. */
import type { GenerationRequest } from '../../electron/contract/index';
import { count } from '../design/numbers';

/** How much is made, in one or two short facts. */
export function extents(request: GenerationRequest): string[] {
  switch (request.kind) {
    case 'text-to-video':
    case 'image-to-video':
      return [`${request.width} × ${request.height}`, count(request.frames, 'frame')];
    case 'text-to-audio':
      return [
        `${request.seconds} s`,
        ...(request.waveforms > 1 ? [count(request.waveforms, 'variant')] : []),
      ];
  }
}

type Fact = readonly [name: string, value: string];

/** Everything but seed and steps, which all kinds have. */
export function settingsFacts(request: GenerationRequest): Fact[] {
  switch (request.kind) {
    case 'text-to-video': {
      const { guidanceScale, dynamicGuidance, negativePrompt, tiledDecode } = request;
      return [
        ...(negativePrompt === '' ? [] : [['Negative prompt', negativePrompt] as const]),
        ['Guidance', `${guidanceScale}${dynamicGuidance ? ', varied over the steps' : ''}`],
        ...(tiledDecode === true ? [['Decoded', 'in tiles'] as const] : []),
        ...clipFacts(request),
      ];
    }
    case 'image-to-video': {
      const { minGuidanceScale, maxGuidanceScale, motionBucketId, noiseAugStrength, decodeChunk } = request;
      return [
        ['Picture', `${request.image.name}, ${request.image.width} × ${request.image.height} pixels`],
        ['Guidance', `${minGuidanceScale} in the first frame to ${maxGuidanceScale} in the last`],
        ['Motion', String(motionBucketId)],
        ['Augmentation', String(noiseAugStrength)],
        ['Decoded', `${count(decodeChunk, 'frame')} at a time`],
        ...clipFacts(request),
      ];
    }
    case 'text-to-audio': {
      const { guidanceScale, negativePrompt, seconds, waveforms } = request;
      return [
        ...(negativePrompt === '' ? [] : [['Negative prompt', negativePrompt] as const]),
        ['Guidance', String(guidanceScale)],
        ['Length', `${seconds} s`],
        ['Variants', String(waveforms)],
      ];
    }
  }
}

type Clip = {
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly fps: number;
};

const clipFacts = ({ width, height, frames, fps }: Clip): Fact[] => [
  ['Size', `${width} × ${height} pixels`],
  ['Length', `${count(frames, 'frame')} at ${fps} a second`],
];
