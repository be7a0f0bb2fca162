/**
 * Everything that the window may ask of the app and everything that the app tells the window. Both sides see
 * these types; the receiving side validates with these schemas.
 */
import { z } from 'zod';
import { sourceImageSchema } from '../../workers/pipelines/request';
import { requestSizeSchema } from '../../workers/pipelines/request-size';
import { evaluationEventSchema } from '../../workers/protocol/conductor-control';
import { type ErrorValue, errorValueSchema } from '../../workers/protocol/errors';
import {
  benchmarkOrderSchema,
  benchmarkStateSchema,
  savedBenchmarkSchema,
  shownBenchmarkSchema,
} from './benchmark';
import { cudaLibrariesSchema } from './cuda';
import { deviceSchema, linkSchema } from './devices';
import { exportFormatSchema, exportTargetSchema } from './export';
import { jobDraftSchema, jobProgressSchema, previewSchema, queueSchema } from './jobs';
import { libraryPageSchema, libraryQuerySchema, resultDetailSchema } from './library';
import { machineSchema } from './machine';
import { installationSchema, modelListSchema } from './models';
import { framedPictureSchema } from './pictures';
import { settingsSchema } from './settings';

const nothing = z.undefined();
const id = z.string().min(1).max(128);

/** Requests: the window asks, the app answers once. */
export const requests = {
  'app.info': {
    params: nothing,
    result: z.strictObject({
      version: z.string(),
      electron: z.string(),
      platform: z.string(),
      logsFolder: z.string(),
      /** Whether this installation has a command line: a checkout has, a packed app has not. */
      hasCommandLine: z.boolean(),
    }),
  },
  'app.showLogs': { params: nothing, result: nothing },

  'settings.get': { params: nothing, result: settingsSchema },
  'settings.set': { params: settingsSchema.partial(), result: settingsSchema },
  /** Asks for a folder; undefined if the user chose none. */
  'settings.chooseLibraryFolder': { params: nothing, result: z.string().nullable() },

  'models.list': { params: nothing, result: modelListSchema },
  /** Tokens that a prompt needs, the end token included. */
  'models.countTokens': {
    params: z.strictObject({ model: id, text: z.string().max(1_000_000) }),
    result: z.int(),
  },
  /** Whether a request of this size fits into the memory of the devices; null for devices that hold nothing. */
  'models.memory': {
    params: z.strictObject({
      model: id,
      request: requestSizeSchema,
      devices: z.array(z.string().min(1).max(64)).max(64),
    }),
    result: z
      .strictObject({ verdict: z.enum(['fits', 'does-not-fit', 'unknown']), sentence: z.string() })
      .nullable(),
  },
  'models.reveal': { params: z.strictObject({ model: id }), result: nothing },
  /** Moves an installed model to the platform's trash. */
  'models.remove': { params: z.strictObject({ model: id }), result: nothing },
  /** Asks for a folder that holds a model; null if the user chose none. */
  'models.chooseFolder': { params: nothing, result: z.string().nullable() },
  'models.installations': { params: nothing, result: z.array(installationSchema) },
  /** Each begins an installation, or goes on with it, and answers its id. */
  'models.import': { params: z.strictObject({ folder: z.string().min(1).max(4096) }), result: id },
  'models.download': { params: z.strictObject({ repository: z.string().min(1).max(400) }), result: id },
  'models.verify': { params: z.strictObject({ model: id }), result: id },
  'models.stopInstallation': { params: z.strictObject({ installation: id }), result: nothing },
  'models.resumeInstallation': { params: z.strictObject({ installation: id }), result: nothing },
  /** Takes it off the list, with what has come of it. */
  'models.discardInstallation': { params: z.strictObject({ installation: id }), result: nothing },

  /** How long a step takes each device with a model, in milliseconds, as far as it has been measured. */
  'devices.stepTimes': {
    params: z.strictObject({ model: id }),
    result: z.array(
      z.strictObject({
        device: z.string(),
        stepMs: z.number(),
        /** Runs of several steps. */
        batches: z.array(z.strictObject({ steps: z.int(), ms: z.number() })),
      }),
    ),
  },
  'devices.list': { params: nothing, result: z.array(deviceSchema) },
  /** The machine as it is now: cards, links, load, memory. */
  'devices.machine': { params: nothing, result: machineSchema },
  /** The CUDA libraries; null where nobody needs them. */
  'devices.cuda': { params: nothing, result: cudaLibrariesSchema.nullable() },
  /** Downloads them, or goes on with it; asked for once the user has agreed. */
  'devices.fetchCuda': { params: nothing, result: nothing },
  'devices.stopFetchingCuda': { params: nothing, result: nothing },
  /** Sends data to a device's process and back; refused while a job or benchmark runs. */
  'devices.measureLink': { params: z.strictObject({ device: id }), result: linkSchema },

  'queue.get': { params: nothing, result: queueSchema },
  /** Checks the draft against its model, then puts it at the end of the queue; answers with the job's id. */
  'queue.add': { params: jobDraftSchema, result: id },
  'queue.cancel': { params: z.strictObject({ job: id }), result: nothing },
  /** Puts a waiting job before another one; null means last. */
  'queue.move': { params: z.strictObject({ job: id, before: id.nullable() }), result: nothing },
  /** Takes a job that does not run off the list. */
  'queue.remove': { params: z.strictObject({ job: id }), result: nothing },
  /** Puts a failed, cancelled or interrupted job back at the end. */
  'queue.retry': { params: z.strictObject({ job: id }), result: nothing },
  'queue.setPaused': { params: z.strictObject({ paused: z.boolean() }), result: nothing },

  'library.list': { params: libraryQuerySchema, result: libraryPageSchema },
  'library.get': { params: z.strictObject({ result: id }), result: resultDetailSchema },
  /** Moves results to the platform's trash. */
  'library.trash': { params: z.strictObject({ results: z.array(id).min(1).max(1000) }), result: nothing },
  'library.reveal': { params: z.strictObject({ result: id }), result: nothing },

  /** Keeps a framed picture for jobs that will be asked for, and answers with the name that a request gives it. */
  'pictures.put': {
    params: framedPictureSchema,
    result: z.strictObject({ file: sourceImageSchema.shape.file }),
  },
  /** The picture that a job or a result was made from, as a PNG. */
  'pictures.source': {
    params: z.strictObject({ kind: z.enum(['job', 'result']), id }),
    result: z.instanceof(Uint8Array),
  },

  /** Begins to measure; refused while a job or another benchmark runs. */
  'benchmark.start': { params: benchmarkOrderSchema, result: nothing },
  'benchmark.stop': { params: nothing, result: nothing },
  'benchmark.state': { params: nothing, result: benchmarkStateSchema },
  /** The saved reports, newest first. */
  'benchmark.list': { params: nothing, result: z.array(savedBenchmarkSchema) },
  'benchmark.get': { params: z.strictObject({ benchmark: id }), result: shownBenchmarkSchema },
  /** Moves a report, with what was made for it, to the platform's trash. */
  'benchmark.trash': { params: z.strictObject({ benchmark: id }), result: nothing },
  /** Asks where to write a report: as the command line reads it, or as a table; null if the user cancels. */
  'benchmark.export': {
    params: z.strictObject({ benchmark: id, format: z.enum(['json', 'text']) }),
    result: z.strictObject({ path: z.string() }).nullable(),
  },

  /** Every evaluation of a job that is no result, as far as it came: running, failed or stopped. */
  'telemetry.ofJob': { params: z.strictObject({ job: id }), result: z.array(evaluationEventSchema) },
  /** Asks where to write the telemetry of a job or result; null if the user cancels. */
  'telemetry.export': {
    params: z.strictObject({
      subject: z.strictObject({ kind: z.enum(['job', 'result']), id }),
      format: z.enum(['trace', 'csv', 'html']),
      suggestedName: z.string().min(1).max(200),
    }),
    result: z.strictObject({ path: z.string() }).nullable(),
  },

  /** Asks where to save; null if the user cancels. The suggestion is a file name without folder. */
  'export.begin': {
    params: z.strictObject({
      result: id,
      format: exportFormatSchema,
      suggestedName: z.string().min(1).max(200),
    }),
    result: exportTargetSchema.nullable(),
  },
  /** Appends to a file of the export; `file` is empty for formats of one file. */
  'export.write': {
    params: z.strictObject({
      export: id,
      file: z.string().max(64),
      bytes: z.instanceof(Uint8Array).refine(({ byteLength }) => byteLength <= 64 * 2 ** 20),
    }),
    result: nothing,
  },
  /** Puts the files under their names; with settings embedded, a sidecar where the format cannot hold them. */
  'export.finish': {
    params: z.strictObject({ export: id, sidecar: z.string().max(1_000_000).nullable() }),
    result: z.strictObject({ path: z.string() }),
  },
  'export.abort': { params: z.strictObject({ export: id }), result: nothing },
  /** A file of the result to be dragged out of the window; begins the platform's drag. */
  'export.startDrag': { params: z.strictObject({ export: id }), result: nothing },
  /** Like `begin`, but into a private folder, for a drag; nobody is asked. */
  'export.beginForDrag': {
    params: z.strictObject({
      result: id,
      format: exportFormatSchema,
      suggestedName: z.string().min(1).max(200),
    }),
    result: exportTargetSchema,
  },
} as const;

/** Events: the app tells, nobody answers. */
export const events = {
  'queue.changed': queueSchema,
  /** How far the running job has come since the queue was last told; a plan of a thousand steps need not travel along. */
  'job.progress': z.strictObject({ jobId: id, progress: jobProgressSchema }),
  'job.preview': previewSchema,
  'job.evaluations': z.strictObject({ jobId: id, events: z.array(evaluationEventSchema) }),
  /** A job has finished; its result is in the library under the same id. */
  'job.finished': z.strictObject({ jobId: id }),
  'benchmark.changed': benchmarkStateSchema,
  'library.changed': z.strictObject({ total: z.int() }),
  'settings.changed': settingsSchema,
  /** The machine's accelerators have been tried. */
  'devices.changed': nothing,
  'devices.cuda': cudaLibrariesSchema.nullable(),
  'models.installations': z.array(installationSchema),
  /** There are other models than before; `installed` is the title of a new one. */
  'models.changed': z.strictObject({ installed: z.string().nullable() }),
  /** A menu item or shortcut of the platform's menu. */
  'menu.command': z.strictObject({
    command: z.enum(['new', 'save', 'preferences', 'shortcuts', 'generate', 'cancel']),
  }),
} as const;

export type RequestName = keyof typeof requests;
export type RequestParams<N extends RequestName> = z.infer<(typeof requests)[N]['params']>;
export type RequestResult<N extends RequestName> = z.infer<(typeof requests)[N]['result']>;
export type EventName = keyof typeof events;
export type EventPayload<N extends EventName> = z.infer<(typeof events)[N]>;

/** How a request is answered over IPC: errors are values, so that their code and device survive the way. */
export const answerSchema = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), value: z.unknown() }),
  z.strictObject({ ok: z.literal(false), error: errorValueSchema }),
]);
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: ErrorValue };

/** What the preload script puts on `window.studio`. */
export interface StudioBridge {
  request<N extends RequestName>(name: N, params: RequestParams<N>): Promise<Answer<RequestResult<N>>>;
  /** Returns what ends the subscription. */
  on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void;
  /** Where a dropped file or folder lies; empty if it has no place on this machine. */
  pathOf(file: object): string;
}

export * from './channels';
