/** The conductor program: runs jobs and rehearsals, one at a time, until its parent ends it. */
import {
  type ConductorCommand,
  type ConductorEvent,
  conductorCommandSchema,
} from '../protocol/conductor-control';
import { jobCancelled, StudioError } from '../protocol/errors';
import { parentLink } from '../runtime/parent-link';
import { conductJob } from './conduct-job';
import { conductRehearsal } from './conduct-rehearsal';
import { measureLink } from './measure-link';

const parent = parentLink();
const tell = (event: ConductorEvent): void => parent.send(event);
/** Of the job that is running, if one is. */
let cancellation: AbortController | undefined;

parent.onMessage((message) => {
  const parsed = conductorCommandSchema.safeParse(message);
  if (!parsed.success) {
    tell({
      type: 'failed',
      error: new StudioError('protocol', 'The conductor was given an unreadable job.', {
        detail: parsed.error.message,
      }).toValue(),
    });
    return;
  }
  const command = parsed.data;
  if (command.type === 'cancel') {
    cancellation?.abort(jobCancelled());
    return;
  }
  if (cancellation !== undefined) {
    tell({
      type: 'failed',
      error: new StudioError(
        'protocol',
        'The conductor was given a job while another was running.',
      ).toValue(),
    });
    return;
  }
  cancellation = new AbortController();
  void perform(command, cancellation.signal)
    .catch((error: unknown): ConductorEvent => ({ type: 'failed', error: StudioError.from(error).toValue() }))
    .then((outcome) => {
      // Before it is told, for the next job may follow at once.
      cancellation = undefined;
      tell(outcome);
    });
});

async function perform(
  command: Exclude<ConductorCommand, { type: 'cancel' }>,
  signal: AbortSignal,
): Promise<ConductorEvent> {
  if (command.type === 'rehearse') {
    return { type: 'rehearsed', result: await conductRehearsal(command, tell, signal) };
  }
  if (command.type === 'measure-link') {
    return { type: 'link-measured', result: await measureLink(command, signal) };
  }
  return { type: 'finished', result: await conductJob(command, tell, signal) };
}
