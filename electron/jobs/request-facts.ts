import type { GenerationRequest } from '../../workers/api';

/** What makes jobs of one model take equally long, as one word. */
export function shapeOf(request: GenerationRequest): string {
  switch (request.kind) {
    case 'text-to-video':
    case 'image-to-video':
      return `${request.width}x${request.height}x${request.frames}`;
    case 'text-to-audio':
      return `${request.waveforms}x${request.seconds}s`;
  }
}

const RGB_BYTES = 3;
/** More samples a second than any model makes. */
const MOST_SAMPLE_RATE = 48_000;

/** Bytes that the result of a request takes on disk at most, telemetry and thumbnail aside. */
export function bytesNeeded(request: GenerationRequest): number {
  switch (request.kind) {
    case 'text-to-video':
    case 'image-to-video':
      return request.frames * request.width * request.height * RGB_BYTES;
    case 'text-to-audio':
      return request.waveforms * request.seconds * MOST_SAMPLE_RATE * Float32Array.BYTES_PER_ELEMENT;
  }
}

/** How fast a preview of `frames` frames plays: in the time that the clip will take. */
export function previewFps(request: GenerationRequest, frames: number): number {
  switch (request.kind) {
    case 'text-to-video':
    case 'image-to-video':
      return (request.fps * frames) / request.frames;
    case 'text-to-audio':
      // One picture a variant, each for a second.
      return 1;
  }
}
