// Whether something built is older than what it is built of.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Whether the file `built` is missing or older than any of `sources`, files or folders with all in them. */
export function isStale(built, sources) {
  const builtAt = statSync(built, { throwIfNoEntry: false })?.mtimeMs;
  return builtAt === undefined || sources.some((source) => changedSince(builtAt, source));
}

/** A folder changes with the names in it, so a file that is gone counts, too. */
function changedSince(time, path) {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (entry === undefined) return false;
  if (entry.mtimeMs > time) return true;
  return entry.isDirectory() && readdirSync(path).some((name) => changedSince(time, join(path, name)));
}
