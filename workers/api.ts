/** The engine as the rest of the app sees it: the only module of `workers/` that `electron/` imports. */

export { floatWav } from './audio/wav';
export { checkBundle } from './bundle/check-bundle';
export { hashFile } from './bundle/hash-file';
export { MANIFEST_FILE, type Manifest } from './bundle/manifest';
export { type Bundle, damaged, openBundle, parseManifest } from './bundle/open-bundle';
export { verifyBundle } from './bundle/verify-bundle';
export { abortable } from './conductor/abortable';
export { DEFAULT_DEADLINES, type Deadlines } from './conductor/deadlines';
export {
  outputError,
  RESULT_FILE,
  saveUnfinished,
  TELEMETRY_FILE,
  telemetryLines,
  UNFINISHED_FILE,
  writeWhole,
} from './conductor/output';
export { cpuDevices } from './host/cpu-devices';
export {
  Engine,
  type EngineOptions,
  type JobEvent,
  type RunningJob,
  type RunningRehearsal,
} from './host/engine';
export { tryDevice } from './host/try-device';
export { DEFAULT_VIRTUAL_MODEL, virtualDevices } from './host/virtual-devices';
export { EQUAL_DB, psnr } from './measure/psnr';
export { spectralConvergence, spectralDistance } from './measure/spectral-distance';
export { ssim } from './measure/ssim';
export { type Fit, fitMemory, type MemoryPlace } from './memory/fit';
export type { MemoryNeeds } from './memory/needs';
export {
  asLongAsOneSlot,
  idealSpeedup,
  largestBatch,
  makePlan,
  type Plan,
  type PlanOptions,
  planSchema,
  type Round,
  runsOf,
  sequentialPlan,
} from './parastep/plan';
export { type Reuse, reuseSchema } from './parastep/reuse';
export {
  type CandidateDevice,
  type LeftOut,
  leftOutSentence,
  type MeasuredBatch,
  MOST_SLOTS_PER_DEVICE,
  type Spread,
  spreadSteps,
} from './parastep/spread';
export {
  inspectModel,
  type ModelInspection,
  openTokenCounter,
} from './pipelines/inspect-model';
export { openPipeline } from './pipelines/open-pipeline';
export {
  type GenerationKind,
  type GenerationRequest,
  generationRequestSchema,
  MAX_SOURCE_SIDE,
  nounOf,
  type RequestOf,
  type SourceImage,
  titleOf,
} from './pipelines/request';
export { type RequestSize, requestSizeSchema } from './pipelines/request-size';
export { WORKLOADS, type Workload } from './pipelines/workloads';
export {
  type AudioMedia,
  type EvaluationEvent,
  evaluationEventSchema,
  type Job,
  type JobResult,
  jobResultSchema,
  type Media,
  mediaSchema,
  type Stage,
  stageSchema,
  type UnfinishedJob,
  unfinishedJobSchema,
  type VideoMedia,
} from './protocol/conductor-control';
export {
  ACCELERATORS,
  type Accelerator,
  type AcceleratorSpec,
  type CpuSpec,
  type DeviceSpec,
  deviceSpecSchema,
  isVirtual,
  type VirtualModel,
  type VirtualSpec,
  virtualModelSchema,
} from './protocol/device-spec';
export { type ErrorCode, type ErrorValue, jobCancelled, StudioError } from './protocol/errors';
export type { LinkMeasurement } from './protocol/link-measurement';
export {
  type Rehearsal,
  type RehearsalResult,
  type WorkloadName,
  workloadNameSchema,
} from './protocol/rehearsal';
export { withLibraries } from './runtime/library-path';
export { NodeProcessHost } from './runtime/node-process-host';
export { onnxRuntimeFolder } from './runtime/onnx-runtime-folder';
export {
  type HostedProcess,
  type LibraryFolder,
  OutputTail,
  type ProcessExit,
  type ProcessHost,
  type ProgramName,
} from './runtime/process-host';
export { summariseDrift } from './telemetry/drift-summary';
export { deviceIntervals, type Interval } from './telemetry/intervals';
export { summariseLoad } from './telemetry/load';
export { columnsPath, roundUp, stretchesPath, ticks } from './telemetry/plot';
export { idealSpeedupOn, speedupSoFar } from './telemetry/speedup';
export { median } from './telemetry/statistics';
export { type StepRow, stepRows } from './telemetry/steps';
