import { workloadTask } from '../pipelines/workloads';
import type { ConductorCommand, ConductorEvent } from '../protocol/conductor-control';
import { isVirtual } from '../protocol/device-spec';
import { StudioError } from '../protocol/errors';
import type { RehearsalResult } from '../protocol/rehearsal';
import { abortable } from './abortable';
import { denoiseOnDevices } from './denoise-stage';
import { checkLanes, withLanes } from './lanes';
import { PreviewTeller } from './preview-teller';
import { StageClock } from './stage-clock';

type RehearseCommand = Extract<ConductorCommand, { type: 'rehearse' }>;

/**
 * Walks a plan with latents of a published model's size on virtual devices: everything of a job but encoding,
 * decoding and the model itself. Rejects with a StudioError.
 */
export async function conductRehearsal(
  { rehearsal: { workload, plan, reuse }, lanes, deadlines }: RehearseCommand,
  tell: (event: ConductorEvent) => void,
  signal: AbortSignal,
): Promise<RehearsalResult> {
  checkLanes(plan, lanes);
  const real = lanes.find(({ device }) => !isVirtual(device));
  if (real !== undefined) {
    throw new StudioError(
      'bad-request',
      `${real.device} would need the model to be there: rehearse on virtual devices alone.`,
    );
  }
  const task = workloadTask(workload, plan.steps);
  const latentsSize = task.initialLatents.data.length;
  return withLanes({ plan, lanes, deadlines, latentsSize }, async (devices) => {
    const clock = new StageClock(tell);
    await abortable(Promise.all(devices.map((device) => device.bind(task.binding))), signal);
    const previews = new PreviewTeller(undefined, tell);
    await denoiseOnDevices({ plan, reuse, task, devices, clock, previews, tell, signal });
    return {
      workload,
      plan,
      reuse,
      devices: devices.map(({ id }) => id),
      denoiseMs: clock.finish().stages.denoise ?? 0,
      conductorPeakBytes: process.resourceUsage().maxRSS * 1024,
    };
  });
}
