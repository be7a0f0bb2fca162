import { z } from 'zod';

/** What went wrong, as a caller can act on it. The message is a sentence for the user: what happened and what to do next. */
export const errorCodeSchema = z.enum([
  'bad-request',
  'bundle-missing',
  'bundle-damaged',
  'bundle-unsupported',
  'device-unavailable',
  'device-lost',
  'device-late',
  'out-of-memory',
  'non-finite',
  'output-failed',
  'network',
  'cancelled',
  'protocol',
  'internal',
]);
export type ErrorCode = z.infer<typeof errorCodeSchema>;

/** An error as it crosses a process boundary. */
export const errorValueSchema = z.strictObject({
  code: errorCodeSchema,
  message: z.string(),
  device: z.string().optional(),
  detail: z.string().optional(),
});
export type ErrorValue = z.infer<typeof errorValueSchema>;

export type ErrorContext = {
  /** The device concerned, such as `cpu:1`. */
  readonly device?: string | undefined;
  /** For the log: a stack, a worker's last words. */
  readonly detail?: string | undefined;
};

export class StudioError extends Error {
  override readonly name = 'StudioError';
  readonly code: ErrorCode;
  readonly device: string | undefined;
  readonly detail: string | undefined;

  constructor(code: ErrorCode, message: string, context: ErrorContext = {}) {
    super(message);
    this.code = code;
    this.device = context.device;
    this.detail = context.detail;
  }

  toValue(): ErrorValue {
    const value: ErrorValue = { code: this.code, message: this.message };
    if (this.device !== undefined) value.device = this.device;
    if (this.detail !== undefined) value.detail = this.detail;
    return value;
  }

  static fromValue(value: ErrorValue): StudioError {
    return new StudioError(value.code, value.message, value);
  }

  /** Any thrown value as a StudioError; what was not foreseen becomes `internal`. */
  static from(thrown: unknown, context: ErrorContext = {}): StudioError {
    if (thrown instanceof StudioError) return thrown;
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    return new StudioError('internal', `Something went wrong that was not foreseen: ${error.message}`, {
      detail: error.stack,
      ...context,
    });
  }
}

/** A job ends with this when it was told to. */
export const jobCancelled = (): StudioError => new StudioError('cancelled', 'The job was cancelled.');
