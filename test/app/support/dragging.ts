import type { RunningApp } from './running-app';

/** Tells the window what the platform tells it when files are dragged onto it; what is returned drops them. */
export async function dragOver({ page }: RunningApp, files: readonly string[]): Promise<() => Promise<void>> {
  const cdp = await page.context().newCDPSession(page);
  const tell = (type: 'dragEnter' | 'dragOver' | 'drop') =>
    cdp.send('Input.dispatchDragEvent', {
      ...{ type, x: 700, y: 400 },
      data: { items: [], files: [...files], dragOperationsMask: 1 },
    });
  await tell('dragEnter');
  // The platform tells it again and again; a window that was busy at the first has it at the next.
  await tell('dragOver');
  await tell('dragOver');
  return async () => {
    await tell('drop');
    await cdp.detach();
  };
}

export const drop = async (app: RunningApp, ...files: string[]): Promise<void> =>
  (await dragOver(app, files))();
