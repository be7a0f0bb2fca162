/** The contract as the renderer sees it: types, schemas and the pure functions that draw a plan before it runs. */
export { idealSpeedup, makePlan, type Plan, type PlanOptions, type Round } from '../../workers/parastep/plan';
export type { Reuse } from '../../workers/parastep/reuse';
export type { GenerationRequest } from '../../workers/pipelines/request';
export type { EvaluationEvent, Stage } from '../../workers/protocol/conductor-control';
export type { ErrorValue } from '../../workers/protocol/errors';
export * from './contract';
export type { Device } from './devices';
export type { ExportFormat, ExportTarget } from './export';
export type { Job, JobDraft, JobProgress, JobState, Parallelism, Preview, Queue } from './jobs';
export type { LibraryPage, LibraryQuery, ResultDetail, ResultSummary } from './library';
export type { BrokenModel, Model, ModelList } from './models';
export type { Settings } from './settings';
