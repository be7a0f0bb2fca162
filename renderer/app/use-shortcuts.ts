import { useEffect } from 'react';
import { listen } from '../bridge/client';
import { isProvided, runCommand } from './commands';
import { goTo } from './navigation';
import { actionOf, focusOf, isRepeated } from './shortcuts';

/** What is open above the page takes every key first, Esc before all; so does a card that is being moved. */
const OPEN_ABOVE =
  '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"], [aria-roledescription="sortable"][aria-pressed="true"]';

/** Closed lists stay on the page, unseen. */
const somethingIsOpen = (): boolean =>
  [...document.querySelectorAll(OPEN_ABOVE)].some((element) => element.checkVisibility());

function onKey(event: KeyboardEvent): void {
  if (event.isComposing || somethingIsOpen()) return;
  const { key, ctrlKey, metaKey, altKey } = event;
  const action = actionOf({ key, ctrlKey, metaKey, altKey, focus: focusOf(document.activeElement) });
  if (action === undefined) return;
  if (action.kind === 'command' && !isProvided(action.command)) return;
  event.preventDefault();
  if (event.repeat && !isRepeated(action)) return;
  if (action.kind === 'page') goTo(action.page);
  else runCommand(action.command);
}

/** Keys of the window and items of the platform's menu. */
export function useShortcuts(): void {
  useEffect(() => {
    // Before anything else sees the key: afterwards what was open may have closed already.
    window.addEventListener('keydown', onKey, { capture: true });
    const end = listen('menu.command', ({ command }) => {
      if (!somethingIsOpen()) runCommand(command);
    });
    return () => {
      window.removeEventListener('keydown', onKey, { capture: true });
      end();
    };
  }, []);
}
