import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The name in package.json, by which Electron names the folder of an app that is not packed. */
const APP = 'parastep-studio';

type System = {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly home: string;
};

/**
 * Where the app of a checkout keeps its files, for programs without Electron: what Electron's `userData` is there,
 * or the folder that `PARASTEP_DATA_DIR` names.
 */
export function dataFolder(
  { env, platform, home }: System = { env: process.env, platform: process.platform, home: homedir() },
): string {
  const asked = env['PARASTEP_DATA_DIR'];
  if (asked) return resolve(asked);
  switch (platform) {
    case 'win32':
      return join(env['APPDATA'] || join(home, 'AppData', 'Roaming'), APP);
    case 'darwin':
      return join(home, 'Library', 'Application Support', APP);
    default:
      return join(env['XDG_CONFIG_HOME'] || join(home, '.config'), APP);
  }
}
