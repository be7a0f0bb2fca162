import { type DragEvent, type ReactNode, useState } from 'react';
import { pathOf, request } from '../bridge/client';
import { attempt } from '../design/notify';
import classes from './drop-folder.module.css';

/** A folder has no type; what has one, such as a picture, is not meant for this page. */
const holdsFolders = ({ dataTransfer }: DragEvent): boolean =>
  [...dataTransfer.items].some(({ kind, type }) => kind === 'file' && type === '');

/** Imports the folders that are dropped on what it holds. */
export function DropFolder({ children }: { readonly children: ReactNode }) {
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent): void => {
    if (!holdsFolders(event)) return;
    event.preventDefault();
    setOver(false);
    for (const file of event.dataTransfer.files) {
      attempt('The model could not be imported', () => request('models.import', { folder: pathOf(file) }));
    }
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button beside it does the same from the keyboard.
    <div
      className={classes['target']}
      data-over={over || undefined}
      onDragOver={(event) => {
        if (!holdsFolders(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={drop}
    >
      {children}
    </div>
  );
}
