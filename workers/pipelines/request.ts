import { z } from 'zod';
import { textToVideoRequestSchema } from './cogvideox/request';

/** What a job is asked for, one member per kind of generation. */
export const generationRequestSchema = z.discriminatedUnion('kind', [textToVideoRequestSchema]);
export type GenerationRequest = z.infer<typeof generationRequestSchema>;
