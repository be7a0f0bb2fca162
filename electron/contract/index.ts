/** The contract as the renderer sees it: types, schemas and the pure functions that draw a plan before it runs. */
export { EQUAL_DB, psnr } from '../../workers/measure/psnr';
export { spectralDistances } from '../../workers/measure/spectral-distance';
export { ssim } from '../../workers/measure/ssim';
export {
  asLongAsOneSlot,
  idealSpeedup,
  largestBatch,
  makePlan,
  type Plan,
  type PlanOptions,
  type Round,
  runsOf,
} from '../../workers/parastep/plan';
export type { Reuse } from '../../workers/parastep/reuse';
export {
  leftOutSentence,
  type MeasuredBatch,
  MOST_SLOTS_PER_DEVICE,
  type Spread,
  spreadSteps,
} from '../../workers/parastep/spread';
export {
  type GenerationKind,
  type GenerationRequest,
  MAX_SOURCE_SIDE,
  nounOf,
  type RequestOf,
  type SourceImage,
  titleOf,
} from '../../workers/pipelines/request';
export type { RequestSize } from '../../workers/pipelines/request-size';
export type { EvaluationEvent, Stage } from '../../workers/protocol/conductor-control';
export { isVirtual, type VirtualModel } from '../../workers/protocol/device-spec';
export type { ErrorValue } from '../../workers/protocol/errors';
export { type DriftSummary, summariseDrift } from '../../workers/telemetry/drift-summary';
export { type Activity, deviceIntervals, type Interval } from '../../workers/telemetry/intervals';
export { type DeviceLoad, type LoadSummary, summariseLoad } from '../../workers/telemetry/load';
export { columnsPath, roundUp, ticks } from '../../workers/telemetry/plot';
export { type SpeedupSoFar, speedupSoFar } from '../../workers/telemetry/speedup';
export { median } from '../../workers/telemetry/statistics';
export { type StepRow, stepRows } from '../../workers/telemetry/steps';
export {
  type BenchmarkOrder,
  type BenchmarkProgress,
  type BenchmarkReport,
  type BenchmarkState,
  changesOf,
  type MeasuredPlan,
  type PaperReport,
  type PlanReport,
  planName,
  psnrText,
  type SampleSpread,
  type SavedBenchmark,
  type ShownBenchmark,
  speedupsOf,
  spreadOf,
} from './benchmark';
export * from './contract';
export type { CudaLibrariesState } from './cuda';
export { type Device, isUsable, type Link, MAX_VIRTUAL_DEVICES } from './devices';
export type { ExportFormat, ExportTarget } from './export';
export { type ExportedSettings, exportedSettingsSchema } from './exported-settings';
export {
  cropRectangle,
  type Extent,
  extentProblem,
  type Fit,
  type Focus,
  type FramePlan,
  type Framing,
  fitSchema,
  hasShape,
  planFraming,
} from './framing';
export {
  type Job,
  type JobDraft,
  type JobProgress,
  type JobState,
  MOST_STEPS_IN_A_RUN,
  type Parallelism,
  type Preview,
  type Queue,
} from './jobs';
export type {
  LibraryPage,
  LibraryQuery,
  ResultDetail,
  ResultSummary,
  ShownAudio,
  ShownMedia,
  ShownVideo,
} from './library';
export type { Adapter, Host, LinkKind, Machine } from './machine';
export type { BrokenModel, Installation, Model, ModelList, ModelOf } from './models';
export type { FramedPicture } from './pictures';
export type { Settings } from './settings';
