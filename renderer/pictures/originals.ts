/**
 * The files of the pictures in the form, as they were dropped. They are kept here, and in the browser's database,
 * so that the form has its pictures again after the window was closed.
 */
export type Kept = { readonly original: Blob; readonly preview: Blob };

const DATABASE = 'parastep.pictures';
const STORE = 'originals';

const kept = new Map<string, Kept>();

/**
 * Keeps a picture, whatever becomes of its file: a dropped one is only a reference to it, the database takes a copy.
 * Where there is no database, memory holds one.
 */
export async function keep(id: string, picture: Kept): Promise<void> {
  try {
    await inStore('readwrite', (store) => store.put(picture, id));
    if ((await find(id)) !== undefined) return;
  } catch {
    // Storage may be full or forbidden.
  }
  const { original, preview } = picture;
  const copy = new Blob([await original.arrayBuffer()], { type: original.type });
  kept.set(id, { original: copy, preview });
}

/** The picture, or undefined if it is in neither place. */
export async function find(id: string): Promise<Kept | undefined> {
  const known = kept.get(id);
  if (known !== undefined) return known;
  const stored: unknown = await inStore('readonly', (store) => store.get(id)).catch(() => undefined);
  if (!isKept(stored)) return undefined;
  kept.set(id, stored);
  return stored;
}

/** Forgets all pictures but those named. */
export async function forgetOthers(ids: readonly string[]): Promise<void> {
  for (const id of kept.keys()) if (!ids.includes(id)) kept.delete(id);
  const stored = await inStore('readonly', (store) => store.getAllKeys()).catch(() => []);
  const others = stored.filter((id) => !ids.includes(String(id)));
  for (const id of others) await inStore('readwrite', (store) => store.delete(id)).catch(() => undefined);
}

const isKept = (value: unknown): value is Kept =>
  typeof value === 'object' &&
  value !== null &&
  (value as Kept).original instanceof Blob &&
  (value as Kept).preview instanceof Blob;

async function inStore<T>(
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await settled(openDatabase());
  try {
    return await settled(act(database.transaction(STORE, mode).objectStore(STORE)));
  } finally {
    database.close();
  }
}

function openDatabase(): IDBOpenDBRequest {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  return opening;
}

function settled<T>(asked: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}
