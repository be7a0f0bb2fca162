import {
  asLongAsOneSlot,
  type DeviceSpec,
  idealSpeedup,
  largestBatch,
  type Plan,
  runsOf,
} from '../../workers/api';
import { Discovery } from '../devices/discovery/discover';
import { fitOf } from '../jobs/memory-fit';
import { defaultSize } from '../models/defaults';
import { type JobOptions, preparePlan } from './job-options';
import type { Reporter } from './reporter';

/** Draws the plan that a job would run, without running it. */
export async function showPlan(options: JobOptions, reporter: Reporter): Promise<void> {
  const { plan, devices, speedup, notices, bundle, inspection } = await preparePlan(options);
  const request = defaultSize(inspection.kind, bundle);
  const machine = await new Discovery().machine();
  const fit = fitOf({ inspection, request, devices, machine, batch: largestBatch(plan) });
  const memory = fit === undefined ? [] : [`At the model's own size: ${fit.sentence}`];
  const drawing = drawPlan(plan, devices, options.reuse, speedup);
  reporter.done([drawing, ...notices, ...memory].join('\n'), {
    type: 'plan',
    plan,
    devices: devices.map(({ id }) => id),
    reuse: options.reuse,
    idealSpeedup: speedup,
    notices,
    memory: fit === undefined ? null : { verdict: fit.verdict, sentence: fit.sentence },
    ...(largestBatch(plan) > 1 && { idealSpeedupOfFreeBatches: idealSpeedup(plan, asLongAsOneSlot) }),
  });
}

/**
 * One line per device, one column per round. A column holds the steps that the device predicts, those of one run
 * joined by a plus, or dots.
 */
export function drawPlan(
  plan: Plan,
  devices: readonly DeviceSpec[],
  reuse: string,
  speedup: number = idealSpeedup(plan),
): string {
  const columns = plan.rounds.map((round) => {
    const cells = devices.map((_, device) =>
      runsOf(round)
        .filter(([first]) => first?.device === device)
        .map((run) => run.map(({ step }) => step).join('+'))
        .join(','),
    );
    return { cells, width: Math.max(String(plan.steps - 1).length, ...cells.map(({ length }) => length)) };
  });
  const labels = devices.map(({ id }) => id);
  const margin = Math.max(...labels.map(({ length }) => length));
  const lanes = labels.map((label, device) => {
    const drawn = columns.map(({ cells, width }) => (cells[device] || '·'.repeat(width)).padStart(width));
    return `${label.padEnd(margin)}  ${drawn.join(' ')}`;
  });
  const { steps, degree, warmup, cooldown, rounds } = plan;
  const batch = largestBatch(plan);
  const together = batch > 1 ? `, up to ${batch} steps in one run` : '';
  const atBest =
    batch > 1
      ? `, and up to ${idealSpeedup(plan, asLongAsOneSlot).toFixed(2)}x where a run takes no longer for several steps than for one`
      : '';
  const title =
    degree === 1
      ? `Sequential: ${steps} steps in ${rounds.length} rounds.`
      : `ParaStep, degree ${degree}: ${steps} steps in ${rounds.length} rounds (${warmup} warm-up, ${cooldown} cool-down), reuse ${reuse}${together}.`;
  return [title, ...lanes, `Ideal speed-up ${speedup.toFixed(2)}x${atBest}.`].join('\n');
}
