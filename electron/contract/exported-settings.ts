import { z } from 'zod';
import { generationRequestSchema } from '../../workers/pipelines/request';
import { parallelismSchema } from './jobs';

/** What made a result, as it is written into or beside an exported file; what a later version adds is let pass. */
export const exportedSettingsSchema = z.object({
  application: z.literal('ParaStep Studio'),
  version: z.string().max(64),
  model: z.object({ id: z.string().min(1).max(64), title: z.string().max(1000) }),
  /** The result in the library of who exported it. */
  result: z.string().max(128).optional(),
  request: generationRequestSchema,
  parallelism: parallelismSchema,
});
export type ExportedSettings = z.infer<typeof exportedSettingsSchema>;
