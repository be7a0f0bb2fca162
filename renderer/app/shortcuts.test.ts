import { describe, expect, it } from 'vitest';
import { actionOf, isRepeated, type Key, type KeyAction, shortcutList } from './shortcuts';

const key = (name: string, patch: Partial<Key> = {}): Key => ({
  key: name,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  focus: 'page',
  ...patch,
});

const commandOf = (pressed: Key): unknown => {
  const action = actionOf(pressed);
  return action?.kind === 'command' ? action.command : action?.page;
};

describe('shortcuts', () => {
  it('generates while a prompt is typed', () => {
    expect(commandOf(key('Enter', { ctrlKey: true, focus: 'typing' }))).toBe('generate');
    expect(commandOf(key('Enter', { metaKey: true, focus: 'typing' }))).toBe('generate');
  });

  it('leaves plain keys to who types', () => {
    for (const name of ['?', ' ', 'ArrowLeft', 's']) {
      expect(actionOf(key(name, { focus: 'typing' }))).toBeUndefined();
    }
  });

  it('leaves Space and arrows to a focused control, but shows the help', () => {
    expect(actionOf(key(' ', { focus: 'control' }))).toBeUndefined();
    expect(commandOf(key('?', { focus: 'control' }))).toBe('shortcuts');
  });

  it('plays and steps on the page', () => {
    expect([' ', 'ArrowLeft', 'ArrowRight'].map((name) => commandOf(key(name)))).toEqual([
      'play',
      'previous-frame',
      'next-frame',
    ]);
  });

  it('goes on with frames while a key is held down, and with nothing else', () => {
    const held = (pressed: Key): boolean => isRepeated(actionOf(pressed) as KeyAction);
    expect(['ArrowLeft', 'ArrowRight', ' ', 'Escape', '?'].map((name) => held(key(name)))).toEqual([
      ...[true, true],
      ...[false, false, false],
    ]);
    expect(['Enter', 's', '3'].some((name) => held(key(name, { ctrlKey: true })))).toBe(false);
  });

  it('opens the pages by number and nothing beyond them', () => {
    expect(['1', '2', '7'].map((name) => commandOf(key(name, { ctrlKey: true })))).toEqual([
      'create',
      'queue',
      'settings',
    ]);
    expect(actionOf(key('8', { ctrlKey: true }))).toBeUndefined();
    expect(actionOf(key('1'))).toBeUndefined();
  });

  it('names the key of the platform', () => {
    expect(shortcutList(true)[0]?.keys).toEqual(['⌘', 'Enter']);
    expect(shortcutList(false)).toContainEqual({ keys: ['Ctrl', '3'], does: 'Open Library' });
  });
});
