/** Runs in the page before the window's own code. */
import { createFakeBridge, type FakeRecord, type Scenario } from './fake-bridge';

declare global {
  interface Window {
    studioScenario?: Scenario;
    studioRecord?: FakeRecord;
  }
}

const { bridge, record } = createFakeBridge(window.studioScenario ?? {});
Object.assign(window, { studio: bridge, studioRecord: record });
