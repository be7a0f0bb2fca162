import type { Engine } from '../../workers/api';
import { type JobOptions, type PreparedPlan, preparePlan } from './job-options';
import type { Reporter } from './reporter';

/**
 * The plan on the devices that start. Those that do not, and those that would only hold the job up, are told and left
 * out. Throws the first one's error if none is left.
 */
export async function planOnReadyDevices(
  engine: Engine,
  asked: PreparedPlan,
  options: JobOptions,
  reporter: Reporter,
): Promise<PreparedPlan> {
  const { failures } = await engine.devices.start(asked.devices.map(({ id }) => id));
  const [first] = failures;
  const tell = (text: string): void => reporter.event({ type: 'notice', text });
  if (first === undefined) {
    for (const notice of asked.notices) tell(notice);
    return asked;
  }
  const failed = new Set(failures.map(({ device }) => device));
  const rest = asked.wished.filter(({ id }) => !failed.has(id));
  if (rest.length === 0) throw first;
  for (const { message } of failures) tell(`${message} The job goes on without it.`);
  const degree = options.degree && Math.min(options.degree, rest.length * (options.batchSteps ?? 1));
  const reduced: JobOptions = { ...options, devices: rest, ...(degree !== undefined && { degree }) };
  return planOnReadyDevices(engine, await preparePlan(reduced), reduced, reporter);
}
