import { applyBenchmarkState, loadBenchmarkState } from './benchmark-state';
import {
  applySettings,
  loadAppInfo,
  loadDevices,
  loadModels,
  loadSettings,
  loadStepTimes,
} from './catalogue-stores';
import { listen } from './client';
import { calmly, coalesce, gather, newest } from './coalesce';
import { applyCudaLibraries } from './cuda-store';
import { applyInstallations, loadInstallations, noteModelChange } from './installation-store';
import { applyProgress, applyQueue, loadQueue } from './queue-store';
import { noteFinished, noteLibraryChange } from './result-stores';
import { applyEvaluations, applyPreview } from './telemetry-store';

/** Feeds every store from the app: first what is, then what changes. Returns what ends it. */
export function connectStores(): () => void {
  const ends = [
    listen('queue.changed', coalesce(newest, applyQueue)),
    listen('job.progress', coalesce(newest, applyProgress, calmly)),
    listen('job.preview', coalesce(newest, applyPreview)),
    listen('job.evaluations', coalesce(gather, applyEvaluations, calmly)),
    listen('job.finished', ({ jobId }) => {
      noteFinished(jobId);
      void loadStepTimes();
    }),
    listen('benchmark.changed', coalesce(newest, applyBenchmarkState)),
    listen('library.changed', noteLibraryChange),
    listen('models.installations', coalesce(newest, applyInstallations)),
    listen('models.changed', noteModelChange),
    listen('devices.cuda', coalesce(newest, applyCudaLibraries)),
    listen('devices.changed', () => {
      void loadDevices();
      void loadStepTimes();
    }),
    listen('settings.changed', (settings) => {
      applySettings(settings);
      // The number of CPU devices may have changed with them.
      void loadDevices();
      void loadStepTimes();
    }),
  ];
  void loadQueue();
  void loadBenchmarkState();
  void loadModels();
  void loadInstallations();
  void loadDevices();
  void loadSettings();
  void loadAppInfo();
  return () => {
    for (const end of ends) end();
  };
}
