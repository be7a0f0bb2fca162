import { expect, it } from 'vitest';
import type { Installation } from '../../electron/contract/index';
import { installationText, shareText } from './installation-text';

const running: Installation = {
  ...{ id: '1', kind: 'download', source: 'ada/model', title: null, license: null, state: 'running' },
  ...{ done: 1.2e9, total: 3.4e9, bytesPerSecond: 12e6, secondsLeft: 184, problem: null },
};

it('says how far an installation is, as far as that is known', () => {
  expect(installationText(running)).toBe('Downloading · 1.2 GB of 3.4 GB · 12.0 MB/s · 3 min 4 s left');
  expect(shareText(running)).toBe('35 %');
  const unknown = { ...running, done: 0, total: 0, bytesPerSecond: null, secondsLeft: null };
  expect(installationText(unknown)).toBe('Downloading · looking it up');
  expect(shareText(unknown)).toBe('0 %');
  expect(installationText({ ...running, state: 'stopped' })).toBe('Download stopped · 1.2 GB of 3.4 GB');
  expect(installationText({ ...running, kind: 'import', state: 'failed' })).toBe('Import failed');
  expect(installationText({ ...running, kind: 'verification', state: 'done' })).toMatch(/^Verified/);
});
