import { z } from 'zod';
import { planSchema } from '../../workers/parastep/plan';
import { generationKindSchema } from '../../workers/pipelines/request';
import {
  audioMediaSchema,
  evaluationEventSchema,
  jobResultSchema,
  videoMediaSchema,
} from '../../workers/protocol/conductor-control';
import { jobDraftSchema } from './jobs';

const shownVideoSchema = videoMediaSchema.omit({ file: true }).extend({
  /** Raw RGB bytes `[frames, height, width, 3]`; answers range requests. */
  framesUrl: z.string(),
});
export type ShownVideo = z.infer<typeof shownVideoSchema>;

const shownAudioSchema = audioMediaSchema.omit({ file: true }).extend({
  /** 32-bit floats `[waveforms, samples]`; answers range requests. */
  samplesUrl: z.string(),
});
export type ShownAudio = z.infer<typeof shownAudioSchema>;

/** What a job has made, with where the window finds it; one member per kind of media. */
export const shownMediaSchema = z.discriminatedUnion('kind', [shownVideoSchema, shownAudioSchema]);
export type ShownMedia = z.infer<typeof shownMediaSchema>;

/** One finished job as the library's grid shows it. */
export const resultSummarySchema = z.strictObject({
  id: z.string(),
  createdAt: z.number(),
  kind: generationKindSchema,
  /** What a person knows it by: its prompt, or the name of its picture. */
  title: z.string(),
  seed: z.number(),
  modelTitle: z.string(),
  media: shownMediaSchema,
  /** Seconds that making it took. */
  seconds: z.number(),
  degree: z.int(),
  devices: z.array(z.string()),
  /** A PNG. */
  thumbnailUrl: z.string(),
});
export type ResultSummary = z.infer<typeof resultSummarySchema>;

export const resultDetailSchema = resultSummarySchema.extend({
  draft: jobDraftSchema,
  plan: planSchema,
  /** Of devices as fast as these were, over the first of them alone. */
  idealSpeedup: z.number(),
  notices: z.array(z.string()),
  timings: jobResultSchema.shape.timings,
  memory: jobResultSchema.shape.memory,
  evaluations: z.array(evaluationEventSchema),
  /** The same from the command line. */
  commandLine: z.string(),
  folder: z.string(),
});
export type ResultDetail = z.infer<typeof resultDetailSchema>;

export const libraryQuerySchema = z.strictObject({
  /** Words that the title or the model's title must contain. */
  search: z.string().max(1000),
  offset: z.int().min(0),
  limit: z.int().min(1).max(200),
});
export type LibraryQuery = z.infer<typeof libraryQuerySchema>;

/** Newest first. */
export const libraryPageSchema = z.strictObject({ total: z.int(), results: z.array(resultSummarySchema) });
export type LibraryPage = z.infer<typeof libraryPageSchema>;
