import { create } from 'zustand';
import { nounOf, type ResultDetail } from '../../electron/contract/index';
import { RequestError } from '../bridge/client';
import { tell, tellProblem } from '../design/notify';
import { type SaveChoice, saveResult } from './write-export';

type SaveState = {
  /** The clip whose dialog is open. */
  readonly result: ResultDetail | undefined;
  /** Part done of the file that is being written; undefined while none is. */
  readonly progress: number | undefined;
};

export const useSave = create<SaveState>()(() => ({ result: undefined, progress: undefined }));

let current: AbortController | undefined;

export const openSave = (result: ResultDetail): void => {
  if (current === undefined) useSave.setState({ result });
};

/** Closes the dialog; a file that is being written is given up and taken away. */
export function closeSave(): void {
  current?.abort();
  useSave.setState({ result: undefined });
}

export async function save(result: ResultDetail, how: SaveChoice): Promise<void> {
  const controller = new AbortController();
  current = controller;
  useSave.setState({ progress: 0 });
  try {
    const path = await saveResult(result, how, {
      onProgress: (progress) => useSave.setState({ progress }),
      signal: controller.signal,
    });
    if (path !== null) {
      useSave.setState({ result: undefined });
      tell(`Saved as ${path}`);
    }
  } catch (error) {
    const cancelled =
      controller.signal.aborted || (error instanceof RequestError && error.code === 'cancelled');
    if (!cancelled) tellProblem(`The ${nounOf(result.kind)} could not be saved`, error);
  } finally {
    current = undefined;
    useSave.setState({ progress: undefined });
  }
}
