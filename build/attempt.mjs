// Attempts that take long to fail.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** What failed is not made to be waited for again before this. */
const RETRY_AFTER_MS = 24 * 60 * 60_000;

/**
 * Runs `attempt`, which tells whether it succeeded, and returns that. The file `marker` remembers a failure, and nothing
 * outlives a success. With `patient`, for who has another way, an attempt that failed lately counts as failed again.
 */
export function attempted(attempt, marker, { patient }) {
  const failedAt = existsSync(marker) ? Number(readFileSync(marker, 'utf8')) : 0;
  if (patient && Date.now() - failedAt < RETRY_AFTER_MS) return false;
  const done = attempt();
  if (done) {
    rmSync(marker, { force: true });
  } else {
    mkdirSync(dirname(marker), { recursive: true });
    writeFileSync(marker, String(Date.now()));
  }
  return done;
}
