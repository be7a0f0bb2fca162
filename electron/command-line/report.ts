import { StudioError } from '../../workers/api';
import { exitCodeOf } from './exit-codes';
import { JsonReporter, type Reporter, TerminalReporter } from './reporter';

export type Common = { readonly json?: boolean };
export const JSON_OPTION = ['--json', 'print progress and result as newline-delimited JSON'] as const;

/** Runs a command and turns its failure into a sentence and an exit code. */
export async function report(
  { json }: Common,
  command: (reporter: Reporter) => Promise<void>,
): Promise<void> {
  const reporter = json === true ? new JsonReporter() : new TerminalReporter();
  try {
    await command(reporter);
  } catch (error) {
    const failure = StudioError.from(error);
    reporter.failed(failure);
    process.exitCode = exitCodeOf(failure.code);
  }
}
