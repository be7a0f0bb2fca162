import { expect, it } from 'vitest';
import { provideCommand, runCommand } from './commands';

it('runs the newest handler and falls back to the one before', () => {
  const ran: string[] = [];
  const endPage = provideCommand('save', () => ran.push('page'));
  const endDialog = provideCommand('save', () => ran.push('dialog'));
  expect(runCommand('save')).toBe(true);
  endDialog();
  expect(runCommand('save')).toBe(true);
  endPage();
  expect(runCommand('save')).toBe(false);
  expect(ran).toEqual(['dialog', 'page']);
});
