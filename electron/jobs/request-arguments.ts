import type { GenerationRequest } from '../../workers/api';

type Argument = string | number;

/**
 * The options of the command line that ask for a request.
 *
 * @param picture the source picture as a file, already framed.
 */
export function requestArguments(request: GenerationRequest, picture: string): Argument[] {
  switch (request.kind) {
    case 'text-to-video':
      return [
        `--prompt=${request.prompt}`,
        `--negative=${request.negativePrompt}`,
        ...['--seed', request.seed],
        ...['--steps', request.steps],
        ...['--guidance', request.guidanceScale],
        ...(request.dynamicGuidance ? ['--dynamic-guidance'] : []),
        ...(request.tiledDecode === true ? ['--tiled-decode'] : []),
        ...['--frames', request.frames],
        ...['--size', `${request.width}x${request.height}`],
      ];
    case 'image-to-video':
      return [
        ...['--image', picture, '--fit', 'stretch'],
        ...['--seed', request.seed],
        ...['--steps', request.steps],
        ...['--min-guidance', request.minGuidanceScale],
        ...['--max-guidance', request.maxGuidanceScale],
        ...['--motion', request.motionBucketId],
        ...['--augmentation', request.noiseAugStrength],
        ...['--frames', request.frames],
        ...['--size', `${request.width}x${request.height}`],
        ...['--fps', request.fps],
        ...['--decode-chunk', request.decodeChunk],
      ];
    case 'text-to-audio':
      return [
        `--prompt=${request.prompt}`,
        `--negative=${request.negativePrompt}`,
        ...['--seed', request.seed],
        ...['--steps', request.steps],
        ...['--guidance', request.guidanceScale],
        ...['--seconds', request.seconds],
        ...['--waveforms', request.waveforms],
      ];
  }
}
