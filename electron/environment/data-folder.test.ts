import { join } from 'node:path';
import { expect, it } from 'vitest';
import { dataFolder } from './data-folder';

const home = '/home/ada';

it.each([
  ['linux', {}, join(home, '.config', 'parastep-studio')],
  ['linux', { XDG_CONFIG_HOME: '/etc/ada' }, join('/etc/ada', 'parastep-studio')],
  ['darwin', {}, join(home, 'Library', 'Application Support', 'parastep-studio')],
  ['win32', { APPDATA: '/c/ada' }, join('/c/ada', 'parastep-studio')],
  ['win32', {}, join(home, 'AppData', 'Roaming', 'parastep-studio')],
  ['linux', { PARASTEP_DATA_DIR: '/data/parastep', XDG_CONFIG_HOME: '/etc/ada' }, '/data/parastep'],
] as const)('on %s with %o', (platform, env, folder) => {
  expect(dataFolder({ platform, env, home })).toBe(folder);
});
