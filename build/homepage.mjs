// The project's page on the web, which a deb must name. None is made up.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.mjs';

/** What package.json says, or the page of the GitHub repository that this was cloned from; undefined if neither. */
export function homepage() {
  const said = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).homepage;
  if (said !== undefined) return said;
  const git = spawnSync('git', ['config', '--get', 'remote.origin.url'], { cwd: root, encoding: 'utf8' });
  return pageOf((git.stdout ?? '').trim());
}

/** How a remote on GitHub is written, with or without a login. */
const GITHUB =
  /^(?:https:\/\/(?:[^@/]*@)?|(?:ssh:\/\/)?git@)github\.com[:/]([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/;

/** The page of a git remote on GitHub, without the login; undefined of any other. */
export function pageOf(remote) {
  const repository = GITHUB.exec(remote)?.[1];
  return repository && `https://github.com/${repository}`;
}
