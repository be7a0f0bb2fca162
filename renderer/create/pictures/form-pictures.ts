/** The pictures in the form: each becomes a clip, and one of them is shown large. */
import { create } from 'zustand';
import type { Fit } from '../../../electron/contract/index';
import { CENTRE } from '../../pictures/crop-position';
import type { OpenedPicture } from '../../pictures/open-picture';
import { forgetOthers, keep } from '../../pictures/originals';
import { changeFormOf, useForm, useFormOf } from '../form/form-store';
import type { FormPicture } from '../form/values';

const useSelection = create<{ readonly id: string | undefined }>()(() => ({ id: undefined }));

export const selectPicture = (id: string): void => useSelection.setState({ id });

/** The picture that is shown large: the one that was selected, or else the first. */
export function useShownPicture(): FormPicture | undefined {
  const { pictures } = useFormOf('image-to-video');
  const selected = useSelection(({ id }) => id);
  return pictures.find(({ id }) => id === selected) ?? pictures[0];
}

/** Keeps the file of a picture for as long as the form may need it. */
export async function keepPicture(opened: OpenedPicture, name: string): Promise<FormPicture> {
  const { original, preview, width, height } = opened;
  const id = crypto.randomUUID();
  await keep(id, { original, preview });
  return { id, name, width, height, focus: CENTRE };
}

/** Forgets the files of pictures that an earlier run of the window had in its form; to be called once, at the start. */
export const forgetOldPictures = (): Promise<void> => forgetOthers(present().map(({ id }) => id));

const present = (): readonly FormPicture[] => useForm.getState().forms['image-to-video'].pictures;

export const putPictures = (pictures: readonly FormPicture[], fit?: Fit): void =>
  changeFormOf('image-to-video', { pictures, ...(fit !== undefined && { fit }) });

export const addPictures = (pictures: readonly FormPicture[]): void =>
  putPictures([...present(), ...pictures]);

export const removePicture = (id: string): void =>
  putPictures(present().filter((picture) => picture.id !== id));

export const changePicture = (id: string, patch: Pick<FormPicture, 'focus'>): void =>
  putPictures(present().map((picture) => (picture.id === id ? { ...picture, ...patch } : picture)));
