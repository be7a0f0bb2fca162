import { execFile } from 'node:child_process';

/** What a tool of the system said, or why it said nothing. */
export type ToolAnswer =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: 'missing' | 'late' | 'failed'; readonly text: string };

export type RunTool = (program: string, args: readonly string[]) => Promise<ToolAnswer>;

const MOST_BYTES = 4 * 2 ** 20;

/** Runs a program without a shell and ends it after `timeoutMs`; never rejects. */
export function toolRunner(timeoutMs: number): RunTool {
  return (program, args) =>
    new Promise((resolve) => {
      const options = {
        timeout: timeoutMs,
        killSignal: 'SIGKILL',
        maxBuffer: MOST_BYTES,
        windowsHide: true,
      } as const;
      execFile(
        program,
        [...args],
        { ...options, env: { ...process.env, LC_ALL: 'C' } },
        (error, stdout, stderr) => {
          if (error === null) resolve({ ok: true, text: stdout });
          else {
            const reason = error.code === 'ENOENT' ? 'missing' : error.killed ? 'late' : 'failed';
            resolve({ ok: false, reason, text: `${stdout}${stderr}`.trim() || error.message });
          }
        },
      );
    });
}
