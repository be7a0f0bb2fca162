import type { Command } from './commands';
import { PAGES, type RailPageId } from './navigation';

export type Shortcut = { readonly keys: readonly string[]; readonly does: string };

export type KeyAction =
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'page'; readonly page: RailPageId };

export type Key = {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  /** What has the focus: `typing` takes every key, `control` takes Space and arrows. */
  readonly focus: 'typing' | 'control' | 'page';
};

const WITH_CONTROL: Readonly<Record<string, Command>> = {
  enter: 'generate',
  s: 'save',
  n: 'new',
  ',': 'preferences',
};

const PLAIN: Readonly<Record<string, Command>> = {
  ' ': 'play',
  arrowleft: 'previous-frame',
  arrowright: 'next-frame',
};

/** What a key does, if anything. */
export function actionOf({ key, ctrlKey, metaKey, altKey, focus }: Key): KeyAction | undefined {
  if (altKey) return undefined;
  const lower = key.toLowerCase();
  const command = (name: Command | undefined): KeyAction | undefined =>
    name === undefined ? undefined : { kind: 'command', command: name };
  if (ctrlKey || metaKey) {
    const page = PAGES[Number(key) - 1];
    return page === undefined ? command(WITH_CONTROL[lower]) : { kind: 'page', page: page.id };
  }
  if (lower === 'escape') return command('cancel');
  if (focus === 'typing') return undefined;
  if (key === '?') return command('shortcuts');
  return focus === 'page' ? command(PLAIN[lower]) : undefined;
}

/** Whether a key that is held down goes on doing it: frame after frame, but not job after job. */
export const isRepeated = (action: KeyAction): boolean =>
  action.kind === 'command' && (action.command === 'previous-frame' || action.command === 'next-frame');

const TYPING =
  'input:not([type]), input[type="text"], input[type="search"], textarea, [contenteditable="true"], [role="combobox"]';
const CONTROL =
  'button, input, select, summary, a[href], [role="button"], [role="slider"], [role="menuitem"], [role="option"], [role="radio"], [role="tab"]';

export function focusOf(element: Element | null): Key['focus'] {
  if (element === null) return 'page';
  if (element.matches(TYPING)) return 'typing';
  return element.matches(CONTROL) ? 'control' : 'page';
}

/** Every shortcut, for the overview. */
export function shortcutList(mac: boolean): Shortcut[] {
  const control = mac ? '⌘' : 'Ctrl';
  return [
    { keys: [control, 'Enter'], does: 'Generate' },
    { keys: ['Esc'], does: 'Cancel the running job (asks once)' },
    { keys: ['Space'], does: 'Play or pause' },
    { keys: ['←', '→'], does: 'One frame, or half a second of a sound, back or on' },
    { keys: [control, 'S'], does: 'Save what is shown' },
    { keys: [control, 'N'], does: 'Start something new' },
    ...PAGES.map(({ title }, i) => ({ keys: [control, `${i + 1}`], does: `Open ${title}` })),
    { keys: [control, ','], does: 'Open Settings' },
    { keys: ['?'], does: 'Show all shortcuts' },
  ];
}
