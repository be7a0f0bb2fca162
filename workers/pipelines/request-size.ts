import { z } from 'zod';
import { StudioError } from '../protocol/errors';
import { textToAudioRequestSchema } from './audioldm2/request';
import { textToVideoRequestSchema } from './cogvideox/request';
import type { GenerationKind } from './request';
import { imageToVideoRequestSchema } from './stable-video-diffusion/request';

const size = { width: true, height: true, frames: true } as const;

/** What of a request decides how much memory it takes. */
export const requestSizeSchema = z.discriminatedUnion('kind', [
  textToVideoRequestSchema.pick({ kind: true, ...size, guidanceScale: true, tiledDecode: true }),
  imageToVideoRequestSchema.pick({ kind: true, ...size, maxGuidanceScale: true, decodeChunk: true }),
  textToAudioRequestSchema.pick({ kind: true, seconds: true, waveforms: true, guidanceScale: true }),
]);
export type RequestSize = z.infer<typeof requestSizeSchema>;
export type RequestSizeOf<K extends GenerationKind> = Extract<RequestSize, { kind: K }>;

/** Throws `bad-request` for the size of a request that the model does not serve. */
export function sizeFor<K extends GenerationKind>(kind: K, request: RequestSize): RequestSizeOf<K> {
  if (request.kind === kind) return request as RequestSizeOf<K>;
  throw new StudioError('bad-request', 'This model makes something else: choose another model.');
}
