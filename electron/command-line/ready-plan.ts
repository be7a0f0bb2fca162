import { abortable, type Engine } from '../../workers/api';
import { type JobOptions, type PreparedPlan, preparePlan } from './job-options';
import type { Reporter } from './reporter';

/**
 * The plan on the devices that start. Those that do not, and those that would only hold the job up, are told and left
 * out. Throws the first one's error if none is left, and the signal's reason if it aborts meanwhile: the terminal
 * interrupts the devices' processes as well, and that is no failure of theirs.
 */
export async function planOnReadyDevices(
  engine: Engine,
  asked: PreparedPlan,
  options: JobOptions,
  reporter: Reporter,
  signal: AbortSignal,
): Promise<PreparedPlan> {
  const starting = engine.devices.start(asked.devices.map(({ id }) => id));
  const { failures } = await abortable(starting, signal);
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
  return planOnReadyDevices(engine, await preparePlan(reduced), reduced, reporter, signal);
}
