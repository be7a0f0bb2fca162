/** What there is to choose from: models, devices, settings, and what app this is. */
import { create } from 'zustand';
import type {
  Device,
  GenerationKind,
  ModelList,
  RequestResult,
  Settings,
} from '../../electron/contract/index';
import { request } from './client';
import { failed, LOADING, type Loadable, ready, readyValue } from './loadable';

export const useModels = create<{ readonly models: Loadable<ModelList> }>()(() => ({ models: LOADING }));

export async function loadModels(): Promise<void> {
  try {
    useModels.setState({ models: ready(await request('models.list')) });
  } catch (error) {
    useModels.setState({ models: failed(error) });
  }
}

export const useHasModelOf = (kind: GenerationKind): boolean =>
  useModels(({ models }) => readyValue(models)?.models.some((model) => model.kind === kind) ?? false);

export const useDevices = create<{ readonly devices: Loadable<Device[]> }>()(() => ({ devices: LOADING }));

export async function loadDevices(): Promise<void> {
  try {
    useDevices.setState({ devices: ready(await request('devices.list')) });
  } catch (error) {
    useDevices.setState({ devices: failed(error) });
  }
}

/** How long steps take a device, alone and several in one run. */
export type StepTime = Omit<RequestResult<'devices.stepTimes'>[number], 'device'>;
/** By device. */
export type TimesByDevice = ReadonlyMap<string, StepTime>;
type StepTimes = { readonly model: string; readonly times: TimesByDevice };

const NO_TIMES: TimesByDevice = new Map();
const useStepTimes = create<StepTimes>()(() => ({ model: '', times: NO_TIMES }));

/** How long a step takes each device with a model, as far as that is known here. */
export const useStepTimesOf = (model: string | undefined): TimesByDevice =>
  useStepTimes((state) => (state.model === model ? state.times : NO_TIMES));

export function stepTimesOf(model: string | undefined): TimesByDevice {
  const known = useStepTimes.getState();
  return known.model === model ? known.times : NO_TIMES;
}

/** Learns the times for a model, or anew for the one that was asked for last. */
export async function loadStepTimes(model = useStepTimes.getState().model): Promise<void> {
  if (model === '') return;
  if (model !== useStepTimes.getState().model) useStepTimes.setState({ model, times: NO_TIMES });
  // Without them the devices are taken to be alike.
  const found = await request('devices.stepTimes', { model }).catch(() => []);
  if (useStepTimes.getState().model !== model) return;
  useStepTimes.setState({ times: new Map(found.map(({ device, ...time }) => [device, time])) });
}

export const useSettings = create<{ readonly settings: Loadable<Settings> }>()(() => ({
  settings: LOADING,
}));

export const applySettings = (settings: Settings): void =>
  useSettings.setState({ settings: ready(settings) });

export async function loadSettings(): Promise<void> {
  try {
    applySettings(await request('settings.get'));
  } catch (error) {
    useSettings.setState({ settings: failed(error) });
  }
}

export async function changeSettings(patch: Partial<Settings>): Promise<void> {
  applySettings(await request('settings.set', patch));
}

type AppInfo = RequestResult<'app.info'>;

export const useAppInfo = create<{ readonly info: Loadable<AppInfo> }>()(() => ({ info: LOADING }));

/** Whether a command that is copied here could be run. */
export const useHasCommandLine = (): boolean =>
  useAppInfo(({ info }) => readyValue(info)?.hasCommandLine ?? false);

export async function loadAppInfo(): Promise<void> {
  try {
    useAppInfo.setState({ info: ready(await request('app.info')) });
  } catch (error) {
    useAppInfo.setState({ info: failed(error) });
  }
}
