/** What the window's page sees of the app: one object with three functions, and nothing of Electron or Node. */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { StudioBridge } from '../contract';
import { EVENT_CHANNEL, REQUEST_CHANNEL } from '../contract/channels';

const listeners = new Map<string, Set<(payload: unknown) => void>>();

ipcRenderer.on(EVENT_CHANNEL, (_event, name: string, payload: unknown) => {
  for (const listener of listeners.get(name) ?? []) listener(payload);
});

const bridge: StudioBridge = {
  request: (name, params) => ipcRenderer.invoke(REQUEST_CHANNEL, name, params),
  on: (name, listener) => {
    // A function of its own, so that one listener can be added twice and each be taken away.
    const own = (payload: unknown): void => listener(payload as Parameters<typeof listener>[0]);
    const others = listeners.get(name) ?? new Set();
    listeners.set(name, others.add(own));
    return () => {
      others.delete(own);
    };
  },
  pathOf: (file) =>
    // Before Electron 29 files said themselves where they lie.
    webUtils === undefined
      ? String((file as { path?: unknown }).path ?? '')
      : webUtils.getPathForFile(file as Parameters<typeof webUtils.getPathForFile>[0]),
};

contextBridge.exposeInMainWorld('studio', bridge);
