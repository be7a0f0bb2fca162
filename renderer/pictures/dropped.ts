/** What a drag holds, and what of it can be taken. */

/** What the eye is told while something is dragged over the window. */
export type DragKind = 'files' | 'link';

/** Undefined for what is left to the page, such as marked text. */
export function dragKind(data: DataTransfer | null): DragKind | undefined {
  if (data === null) return undefined;
  if (data.types.includes('Files')) return 'files';
  return data.types.includes('text/uri-list') ? 'link' : undefined;
}

export type Dropped = { readonly files: readonly File[]; readonly problems: readonly string[] };

export const LINK_PROBLEM = 'That is a link: save the picture to a file and drop that.';

/** To be called while the drop is handled: afterwards the browser has forgotten what was dropped. */
export function droppedFiles(data: DataTransfer): Dropped {
  const items = [...data.items].filter(({ kind }) => kind === 'file');
  if (items.length === 0) return { files: [], problems: [LINK_PROBLEM] };
  const files: File[] = [];
  const problems: string[] = [];
  for (const item of items) {
    const entry = item.webkitGetAsEntry();
    if (entry?.isDirectory) {
      problems.push(`${entry.name} is a folder: open it and drop the pictures in it.`);
      continue;
    }
    const file = item.getAsFile();
    if (file !== null) files.push(file);
  }
  return { files, problems };
}
