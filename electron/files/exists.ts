import { access } from 'node:fs/promises';

/** Whether there is anything under this path. */
export const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
