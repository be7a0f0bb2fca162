import type { Branch } from './plan';

/** One slot's work as a device sees it. */
export type SlotRequest = {
  readonly step: number;
  readonly timestep: number;
  readonly latents: Float32Array;
  /** One guidance scale, or one per equal block of the latents. */
  readonly guidanceScales: readonly number[];
  /** Room for the prediction. A device may also answer with an array of its own. */
  readonly into: Float32Array;
};

/** What one run of the denoiser computes: one slot, or a batch of them. */
export type EvaluateRequest = { readonly branch: Branch; readonly slots: readonly SlotRequest[] };

/**
 * When and at what cost an evaluation happened: nanoseconds of the machine's monotonic clock; bytes of latents
 * down, of noise up, and of message headers both ways.
 */
export type EvaluateTiming = {
  readonly dispatched: bigint;
  readonly started: bigint;
  readonly ended: bigint;
  readonly received: bigint;
  readonly bytesDown: number;
  readonly bytesUp: number;
  readonly headerBytes: number;
};

/** A prediction for each slot, in their order, and the timing of them all together. */
export type EvaluateReply = {
  readonly predictions: readonly Float32Array[];
  readonly timing: EvaluateTiming;
};

/** Runs the denoiser on the plan's device number `device`; calls for one device are answered in order. */
export type Evaluate = (device: number, request: EvaluateRequest) => Promise<EvaluateReply>;
