import {
  type DeviceSpec,
  type Fit,
  fitMemory,
  type GenerationRequest,
  type MemoryPlace,
  type ModelInspection,
  type RequestSize,
} from '../../workers/api';
import type { Adapter, MemoryNow } from '../contract/machine';

export type FitQuestion = {
  readonly inspection: ModelInspection;
  readonly request: RequestSize;
  /** In the plan's order. */
  readonly devices: readonly DeviceSpec[];
  readonly machine: MemoryNow;
  /** The most steps that a device predicts in one run; 1 unless told otherwise. */
  readonly batch?: number;
};

/** Whether a request fits into the memory of its devices, and how; virtual ones hold nothing. */
export function fitOf({ inspection, request, devices, machine, batch = 1 }: FitQuestion): Fit | undefined {
  const places = devices
    .filter(({ provider }) => provider !== 'virtual')
    .map(
      (spec): MemoryPlace => ({
        id: spec.id,
        isProcessor: spec.provider === 'cpu',
        freeBytes: freeBytesOf(spec, machine.adapters),
      }),
    );
  if (places.length === 0) return undefined;
  const { free, thisApp } = machine.host.memory;
  // What the app's workers hold now is freed for the job, or is already what the job needs.
  const needs = inspection.memoryNeeds(request, batch);
  return fitMemory({ needs, places, hostFreeBytes: free + thisApp });
}

function freeBytesOf(spec: DeviceSpec, adapters: readonly Adapter[]): number | undefined {
  switch (spec.provider) {
    case 'cuda':
      return freeOn(adapters.filter(({ vendor }) => vendor === 'NVIDIA')[spec.adapter]);
    case 'dml':
      return freeOn(adapters[spec.adapter]);
    default:
      return undefined;
  }
}

function freeOn(adapter: Adapter | undefined): number | undefined {
  if (adapter?.memory == null) return undefined;
  const { total, free, thisApp } = adapter.memory;
  // Where the share of this app is not told, it may be all: what it holds is freed for the job.
  return free === null || thisApp === null ? total : free + thisApp;
}

/** The request as it is run where memory is short. */
export const requestFor = <R extends GenerationRequest>(request: R, fit: Fit | undefined): R =>
  fit?.placement.tiled === true && request.kind === 'text-to-video'
    ? { ...request, tiledDecode: true }
    : request;

/** What there is to say about the memory of a job: nothing where everything simply fits. */
export function memoryNotices(fit: Fit | undefined): string[] {
  if (fit === undefined) return [];
  const { encodeOnProcessor, inTurn, tiled } = fit.placement;
  return fit.verdict === 'does-not-fit' || encodeOnProcessor || inTurn || tiled ? [fit.sentence] : [];
}
