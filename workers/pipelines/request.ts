import { z } from 'zod';
import { StudioError } from '../protocol/errors';
import { textToAudioRequestSchema } from './audioldm2/request';
import { textToVideoRequestSchema } from './cogvideox/request';
import { imageToVideoRequestSchema } from './stable-video-diffusion/request';

export { MAX_SOURCE_SIDE, type SourceImage, sourceImageSchema } from './stable-video-diffusion/request';

/** What a job is asked for, one member per kind of generation. */
export const generationRequestSchema = z.discriminatedUnion('kind', [
  textToVideoRequestSchema,
  imageToVideoRequestSchema,
  textToAudioRequestSchema,
]);
export type GenerationRequest = z.infer<typeof generationRequestSchema>;
export type GenerationKind = GenerationRequest['kind'];
export const generationKindSchema = z.enum([
  'text-to-video',
  'image-to-video',
  'text-to-audio',
] satisfies GenerationKind[]);
export type RequestOf<K extends GenerationKind> = Extract<GenerationRequest, { kind: K }>;

/** What a person knows a request by: its prompt, or the name of its picture. */
export function titleOf(request: GenerationRequest): string {
  switch (request.kind) {
    case 'text-to-video':
    case 'text-to-audio':
      return request.prompt;
    case 'image-to-video':
      return request.image.name;
  }
}

/** What a request makes, in a word. */
export const nounOf = (kind: GenerationKind): 'clip' | 'sound' =>
  kind === 'text-to-audio' ? 'sound' : 'clip';

const MAKES: Readonly<Record<GenerationKind, string>> = {
  'text-to-video': 'a video from a prompt',
  'image-to-video': 'a video from a picture',
  'text-to-audio': 'a sound from a prompt',
};

/** The request as one of the kind that a model serves. Throws `bad-request` for any other. */
export function requestOf<K extends GenerationKind>(kind: K, request: GenerationRequest): RequestOf<K> {
  if (request.kind === kind) return request as RequestOf<K>;
  throw new StudioError(
    'bad-request',
    `This model makes ${MAKES[kind]} and was asked for ${MAKES[request.kind]}: choose another model.`,
  );
}
