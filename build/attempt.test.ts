import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';

// By address, for scripts come without types.
const { attempted } = await import(String(new URL('./attempt.mjs', import.meta.url)));

const HOUR_MS = 60 * 60_000;
let marker: string;

beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'attempt-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  marker = join(folder, 'cache', 'failed-at');
});

it('spares who has another way an attempt that failed lately', () => {
  const attempt = vi.fn(() => false);
  expect(attempted(attempt, marker, { patient: true })).toBe(false);
  expect(attempted(attempt, marker, { patient: true })).toBe(false);
  expect(attempt).toHaveBeenCalledTimes(1);
});

it('tries again a day later', () => {
  attempted(() => false, marker, { patient: true });
  writeFileSync(marker, String(Date.now() - 25 * HOUR_MS));
  expect(attempted(() => true, marker, { patient: true })).toBe(true);
});

it('tries every time for who has no other way, and forgets the failure after a success', () => {
  attempted(() => false, marker, { patient: true });
  expect(attempted(() => true, marker, { patient: false })).toBe(true);
  expect(existsSync(marker)).toBe(false);
});
