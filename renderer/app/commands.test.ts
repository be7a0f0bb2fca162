import { expect, it } from 'vitest';
import { isProvided, provideCommand, runCommand } from './commands';

it('runs the newest handler and falls back to the one before', () => {
  const ran: string[] = [];
  const endPage = provideCommand('save', () => ran.push('page'));
  const endDialog = provideCommand('save', () => ran.push('dialog'));
  runCommand('save');
  endDialog();
  runCommand('save');
  expect(isProvided('save')).toBe(true);
  endPage();
  runCommand('save');
  expect(isProvided('save')).toBe(false);
  expect(ran).toEqual(['dialog', 'page']);
});
