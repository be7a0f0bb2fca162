/** The conductor program: runs one job or rehearsal and ends. */
import {
  type ConductorCommand,
  type ConductorEvent,
  conductorCommandSchema,
} from '../protocol/conductor-control';
import { StudioError } from '../protocol/errors';
import { parentLink } from '../runtime/parent-link';
import { conductJob } from './conduct-job';
import { conductRehearsal } from './conduct-rehearsal';

const parent = parentLink();
const tell = (event: ConductorEvent): void => parent.send(event);
const cancellation = new AbortController();
let started = false;

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
    cancellation.abort(new StudioError('cancelled', 'The job was cancelled.'));
    return;
  }
  if (started) return;
  started = true;
  void perform(command).then(tell, (error: unknown) =>
    tell({ type: 'failed', error: StudioError.from(error).toValue() }),
  );
});

async function perform(command: Exclude<ConductorCommand, { type: 'cancel' }>): Promise<ConductorEvent> {
  if (command.type === 'rehearse') {
    return { type: 'rehearsed', result: await conductRehearsal(command, tell, cancellation.signal) };
  }
  return { type: 'finished', result: await conductJob(command, tell, cancellation.signal) };
}
