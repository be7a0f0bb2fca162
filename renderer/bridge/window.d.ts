import type { StudioBridge } from '../../electron/contract/index';

declare global {
  interface Window {
    /** What the preload script provides; absent outside the desktop app. */
    readonly studio?: StudioBridge;
  }
}
