import { create } from 'zustand';
import type { Installation } from '../../electron/contract/index';
import { tell } from '../design/notify';
import { loadModels } from './catalogue-stores';
import { request } from './client';

/** What is being downloaded, copied and verified. */
export const useInstallations = create<{ readonly installations: readonly Installation[] }>()(() => ({
  installations: [],
}));

export const applyInstallations = (installations: readonly Installation[]): void =>
  useInstallations.setState({ installations });

export async function loadInstallations(): Promise<void> {
  applyInstallations(await request('models.installations'));
}

export function noteModelChange({ installed }: { readonly installed: string | null }): void {
  if (installed !== null) tell(`${installed} is installed.`);
  void loadModels();
}
