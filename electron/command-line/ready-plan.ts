import type { Engine, Plan } from '../../workers/api';
import { type JobOptions, type PreparedPlan, preparePlan } from './job-options';
import type { Reporter } from './reporter';

/**
 * The plan on the devices that start; each that does not is told and left out. Throws its error if none is left.
 */
export async function planOnReadyDevices(
  engine: Engine,
  { plan, devices }: PreparedPlan,
  options: JobOptions,
  reporter: Reporter,
): Promise<{ readonly plan: Plan; readonly ids: readonly string[] }> {
  const { ready, failures } = await engine.devices.start(devices.map(({ id }) => id));
  const [first] = failures;
  if (first === undefined) return { plan, ids: ready };
  if (ready.length === 0) throw first;
  for (const { message } of failures) {
    reporter.event({ type: 'notice', text: `${message} The job goes on without it.` });
  }
  const rest = await preparePlan({
    ...options,
    devices: devices.filter(({ id }) => ready.includes(id)),
    ...(options.degree !== undefined && {
      degree: Math.min(options.degree, ready.length * (options.batchSteps ?? 1)),
    }),
  });
  return { plan: rest.plan, ids: rest.devices.map(({ id }) => id) };
}
