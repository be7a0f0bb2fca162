import { Portal, Text } from '@mantine/core';
import { IconLinkOff, IconPhotoPlus } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { focusOf } from '../app/shortcuts';
import { pathOf } from '../bridge/client';
import classes from './drop-anywhere.module.css';
import { type DragKind, dragKind, droppedFiles } from './dropped';
import { takeFiles, takePictures } from './intake';

const isTextField = (target: EventTarget | null): boolean =>
  target instanceof Element && focusOf(target) === 'typing';

/** What a drag over the window is to us; a link over a text field is text for it. */
function kindOf({ dataTransfer, target, defaultPrevented }: DragEvent): DragKind | undefined {
  if (defaultPrevented) return undefined;
  const kind = dragKind(dataTransfer);
  return kind === 'link' && isTextField(target) ? undefined : kind;
}

/** Browsers call every picture on the clipboard the same; a copied file keeps its name. */
const named = (file: File): File =>
  pathOf(file) === '' ? new File([file], 'Pasted picture', { type: file.type }) : file;

/**
 * Takes files that are dropped or pasted anywhere in the window, and shows that it will. What a page takes for
 * itself, such as a folder on the Models page, is left to it.
 */
export function DropAnywhere() {
  const [over, setOver] = useState<DragKind>();
  useEffect(() => {
    // What is dragged from the window itself, such as a picture of it, is not for us.
    let ours = false;
    const handlers = {
      dragstart: ({ defaultPrevented }: DragEvent) => {
        ours = !defaultPrevented;
      },
      dragend: () => {
        ours = false;
      },
      dragover: (event: DragEvent) => {
        const kind = ours ? undefined : kindOf(event);
        setOver(kind);
        if (kind === undefined) return;
        event.preventDefault();
        if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
      },
      dragleave: ({ relatedTarget }: DragEvent) => {
        if (relatedTarget === null) setOver(undefined);
      },
      drop: (event: DragEvent) => {
        setOver(undefined);
        if (ours || kindOf(event) === undefined || event.dataTransfer === null) return;
        event.preventDefault();
        const { files, problems } = droppedFiles(event.dataTransfer);
        takeFiles(files, { problems });
      },
      paste: ({ clipboardData, target, defaultPrevented }: ClipboardEvent) => {
        if (defaultPrevented || clipboardData === null) return;
        // Cells of a spreadsheet come as text and as a picture of it: the field takes the text.
        if (isTextField(target) && clipboardData.types.includes('text/plain')) return;
        takePictures([...clipboardData.files].map(named));
      },
    };
    const entries = Object.entries(handlers) as [string, (event: Event) => void][];
    for (const [name, handler] of entries) window.addEventListener(name, handler);
    return () => {
      for (const [name, handler] of entries) window.removeEventListener(name, handler);
    };
  }, []);
  if (over === undefined) return null;
  return (
    <Portal>
      <div className={classes['cover']} role="status">
        <div className={classes['target']} data-kind={over}>
          {over === 'files' ? <FilesNote /> : <LinkNote />}
        </div>
      </div>
    </Portal>
  );
}

const FilesNote = () => (
  <>
    <IconPhotoPlus size={56} stroke={1.2} aria-hidden />
    <Text size="lg" fw={600}>
      Drop to make a video of it
    </Text>
    <Text size="sm" c="dimmed">
      PNG, JPEG, WebP or AVIF; several become a clip each. A clip or sound of yours brings its settings back.
    </Text>
  </>
);

const LinkNote = () => (
  <>
    <IconLinkOff size={56} stroke={1.2} aria-hidden />
    <Text size="lg" fw={600}>
      A link cannot be used
    </Text>
    <Text size="sm" c="dimmed">
      Save the picture to a file and drop that.
    </Text>
  </>
);
