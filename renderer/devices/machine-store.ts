import { useEffect } from 'react';
import { create } from 'zustand';
import type { Machine } from '../../electron/contract/index';
import { request } from '../bridge/client';
import { failed, LOADING, type Loadable, ready } from '../bridge/loadable';

const INTERVAL_MS = 2_000;

type MachineState = {
  readonly machine: Loadable<Machine>;
  /** The device that everything on the page is about; null is all of them. */
  readonly focus: string | null;
};
export const useMachine = create<MachineState>()(() => ({ machine: LOADING, focus: null }));

/** The same device a second time takes the focus away. */
export const toggleFocus = (device: string): void =>
  useMachine.setState(({ focus }) => ({ focus: focus === device ? null : device }));

/** Follows the machine while the page is shown; a question waits for the answer to the one before. */
export function useLiveMachine(): void {
  useEffect(() => {
    let ended = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      try {
        if (!document.hidden) useMachine.setState({ machine: ready(await request('devices.machine')) });
      } catch (error) {
        // What was known is better than nothing.
        if (useMachine.getState().machine.state !== 'ready') useMachine.setState({ machine: failed(error) });
      }
      if (!ended) timer = setTimeout(() => void ask(), INTERVAL_MS);
    };
    void ask();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, []);
}
