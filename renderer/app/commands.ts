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

/** Whether anybody can do it at the moment. */
export const isProvided = (command: Command): boolean => (handlers.get(command)?.length ?? 0) > 0;

/** Has the newest handler do it, if there is one. */
export const runCommand = (command: Command): void => handlers.get(command)?.at(-1)?.();

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
