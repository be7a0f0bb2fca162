import { delimiter } from 'node:path';

/** The environment of a process that looks for shared libraries in `folder` before anywhere else (Linux). */
export function withLibraries(folder: string | undefined, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  if (folder === undefined) return env;
  const others = env['LD_LIBRARY_PATH'];
  return { ...env, LD_LIBRARY_PATH: others ? `${folder}${delimiter}${others}` : folder };
}
