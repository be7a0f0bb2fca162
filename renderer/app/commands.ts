/** What keys and menus can set off; whoever can do it at the moment says so. */
import { useLayoutEffect, useRef } from 'react';

export type Command =
  | 'new'
  | 'save'
  | 'preferences'
  | 'shortcuts'
  | 'generate'
  | 'cancel'
  | 'play'
  | 'previous-frame'
  | 'next-frame';

const handlers = new Map<Command, (() => void)[]>();

/** Runs the newest handler; says whether there was one. */
export function runCommand(command: Command): boolean {
  const handler = handlers.get(command)?.at(-1);
  handler?.();
  return handler !== undefined;
}

export function provideCommand(command: Command, handler: () => void): () => void {
  const list = handlers.get(command) ?? [];
  handlers.set(command, [...list, handler]);
  return () => {
    handlers.set(
      command,
      (handlers.get(command) ?? []).filter((other) => other !== handler),
    );
  };
}

/** Handles a command while the component is on the page; `undefined` leaves it to others. */
export function useCommand(command: Command, handler: (() => void) | undefined): void {
  const current = useRef(handler);
  // Before the page is painted: who sees a button may press its key.
  useLayoutEffect(() => {
    current.current = handler;
  });
  const provided = handler !== undefined;
  useLayoutEffect(() => {
    if (!provided) return;
    return provideCommand(command, () => current.current?.());
  }, [command, provided]);
}
