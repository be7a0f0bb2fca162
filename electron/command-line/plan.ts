import { type DeviceSpec, idealSpeedup, type Plan } from '../../workers/api';
import { type JobOptions, preparePlan } from './job-options';
import type { Reporter } from './reporter';

/** Draws the plan that a job would run, without running it. */
export async function showPlan(options: JobOptions, reporter: Reporter): Promise<void> {
  const { plan, devices } = await preparePlan(options);
  const speedup = idealSpeedup(plan);
  reporter.done(drawPlan(plan, devices, options.reuse), {
    type: 'plan',
    plan,
    devices: devices.map(({ id }) => id),
    reuse: options.reuse,
    idealSpeedup: speedup,
  });
}

/** One line per device, one column per round; a column holds the step that the device predicts, or dots. */
export function drawPlan(plan: Plan, devices: readonly DeviceSpec[], reuse: string): string {
  const width = String(plan.steps - 1).length;
  const labels = devices.map(({ id }) => id);
  const margin = Math.max(...labels.map(({ length }) => length));
  const lanes = labels.map((label, device) => {
    const cells = plan.rounds.map(({ evaluations }) => {
      const own = evaluations.find((evaluation) => evaluation.device === device);
      return own === undefined ? '·'.repeat(width) : String(own.step).padStart(width);
    });
    return `${label.padEnd(margin)}  ${cells.join(' ')}`;
  });
  const { steps, degree, warmup, cooldown, rounds } = plan;
  const title =
    degree === 1
      ? `Sequential: ${steps} steps in ${rounds.length} rounds.`
      : `ParaStep, degree ${degree}: ${steps} steps in ${rounds.length} rounds (${warmup} warm-up, ${cooldown} cool-down), reuse ${reuse}.`;
  return [title, ...lanes, `Ideal speed-up ${idealSpeedup(plan).toFixed(2)}x.`].join('\n');
}
