/** Files that come to the page, as real events. */
import type { Page } from 'playwright';

export type DraggedFile = { readonly name: string; readonly bytes: readonly number[] };

type Step = 'dragover' | 'drop';

/** Drags files over the page and, unless told otherwise, drops them. */
export function dragFiles(
  page: Page,
  files: readonly DraggedFile[],
  steps: readonly Step[] = ['dragover', 'drop'],
): Promise<void> {
  return page.evaluate(
    ([all, events]) => {
      const dataTransfer = new DataTransfer();
      for (const { name, bytes } of all) {
        dataTransfer.items.add(new File([Uint8Array.from(bytes)], name));
      }
      for (const type of events) {
        const event = new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true });
        document.querySelector('main')?.dispatchEvent(event);
      }
    },
    [files, steps] as const,
  );
}

/** Drops pictures by these names, each of another colour and shape, and waits until the form has them. */
export async function dropPictures(page: Page, names: readonly string[]): Promise<void> {
  const files = await page.evaluate(async (all) => {
    const made: { name: string; bytes: number[] }[] = [];
    for (const [i, name] of all.entries()) {
      const canvas = new OffscreenCanvas(160 + 40 * i, 120 + 80 * i);
      const context = canvas.getContext('2d');
      if (context === null) throw new Error('No canvas.');
      const slope = context.createLinearGradient(0, 0, canvas.width, canvas.height);
      slope.addColorStop(0, '#8fd3ff');
      slope.addColorStop(1, `hsl(${90 * i} 70% 60%)`);
      context.fillStyle = slope;
      context.fillRect(0, 0, canvas.width, canvas.height);
      const png = await canvas.convertToBlob({ type: 'image/png' });
      made.push({ name, bytes: [...new Uint8Array(await png.arrayBuffer())] });
    }
    return made;
  }, names);
  await dragFiles(page, files);
  const list = page.getByRole('list', { name: 'Pictures' });
  for (const name of names) await list.getByText(name, { exact: true }).waitFor();
}
