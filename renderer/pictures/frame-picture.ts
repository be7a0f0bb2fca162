import type { FramedPicture, Framing } from '../../electron/contract/index';
import { find } from './originals';
import { frame } from './picture-worker';

/** A picture of the form as a clip of its shape takes it. Throws an error with a sentence if its file is gone. */
export async function framePicture(
  { id, name }: { readonly id: string; readonly name: string },
  framing: Framing,
): Promise<FramedPicture> {
  const kept = await find(id);
  if (kept === undefined) throw new Error(`The picture ${name} is no longer here: choose it again.`);
  return frame(kept.original, framing).catch((cause: unknown) => {
    throw new Error(`${name} can no longer be read: choose it again.`, { cause });
  });
}
