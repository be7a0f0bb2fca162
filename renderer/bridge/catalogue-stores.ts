/** What there is to choose from: models, devices, settings, and what app this is. */
import { create } from 'zustand';
import type { Device, ModelList, RequestResult, Settings } from '../../electron/contract/index';
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

export const useDevices = create<{ readonly devices: Loadable<Device[]> }>()(() => ({ devices: LOADING }));

export async function loadDevices(): Promise<void> {
  try {
    useDevices.setState({ devices: ready(await request('devices.list')) });
  } catch (error) {
    useDevices.setState({ devices: failed(error) });
  }
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
