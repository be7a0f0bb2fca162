import { lstat, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { z } from 'zod';
import { StudioError } from '../protocol/errors';
import {
  type Component,
  FORMAT_VERSION,
  type Graph,
  MANIFEST_FILE,
  type Manifest,
  manifestSchema,
} from './manifest';

const MAX_JSON_BYTES = 64 * 2 ** 20;
const MAX_MANIFEST_BYTES = 8 * 2 ** 20;

/** A model bundle whose manifest has been read and whose files are all there with the size they should have. */
export class Bundle {
  readonly folder: string;
  readonly manifest: Manifest;

  constructor(folder: string, manifest: Manifest) {
    this.folder = folder;
    this.manifest = manifest;
  }

  /** Whether a file is part of the bundle. */
  lists(relative: string): boolean {
    return Object.hasOwn(this.manifest.files, relative);
  }

  /** The absolute path of a file that the manifest lists. */
  path(relative: string): string {
    this.bytes(relative);
    return join(this.folder, relative);
  }

  /** The size of a file that the manifest lists. */
  bytes(relative: string): number {
    const file = this.lists(relative) ? this.manifest.files[relative] : undefined;
    if (file === undefined) throw damaged(this.folder, `its manifest does not list ${relative}`);
    return file.bytes;
  }

  /** The size of all its files. */
  get totalBytes(): number {
    return Object.values(this.manifest.files).reduce((sum, { bytes }) => sum + bytes, 0);
  }

  component(name: string): Component {
    const component = this.manifest.components[name];
    if (component === undefined) throw damaged(this.folder, `it has no component ${name}`);
    return component;
  }

  graph(component: string, name: string): Graph {
    const graph = this.component(component).graphs[name];
    if (graph === undefined) throw damaged(this.folder, `its ${component} has no graph ${name}`);
    return graph;
  }

  hasGraph(component: string, name: string): boolean {
    return this.manifest.components[component]?.graphs[name] !== undefined;
  }

  /** A JSON file of the bundle, validated. */
  async json<T>(relative: string, schema: z.ZodType<T>): Promise<T> {
    const parsed = schema.safeParse(await readJson(this.path(relative), this.folder));
    if (parsed.success) return parsed.data;
    throw damaged(this.folder, `${relative} is not what this app expects (${firstIssue(parsed.error)})`);
  }
}

/**
 * Opens the bundle in `folder`: reads its manifest and checks that every file it lists is a plain file of the
 * listed size. Throws `bundle-missing`, `bundle-damaged` or `bundle-unsupported`.
 */
export async function openBundle(folder: string): Promise<Bundle> {
  const root = resolve(folder);
  const exists = await stat(root).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!exists) {
    throw new StudioError('bundle-missing', `There is no model folder at ${root}: check the path.`);
  }
  const raw = await readJson(join(root, MANIFEST_FILE), root, MAX_MANIFEST_BYTES);
  const bundle = new Bundle(root, checkManifest(raw, root));
  await checkFiles(bundle);
  return bundle;
}

/** A manifest from its text, for a bundle that is not all there yet. Throws an Error that says what is wrong. */
export function parseManifest(text: string): Manifest {
  const parsed = manifestSchema.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  throw new Error(`${MANIFEST_FILE} is not valid: ${firstIssue(parsed.error)}`);
}

function checkManifest(raw: unknown, root: string): Manifest {
  const parsed = manifestSchema.safeParse(raw);
  if (parsed.success) return parsed.data;
  if ((raw as { formatVersion?: unknown } | null)?.formatVersion !== FORMAT_VERSION) {
    throw new StudioError(
      'bundle-unsupported',
      `The model in ${root} has another format version: update the app, or export the model again.`,
    );
  }
  throw damaged(root, `${MANIFEST_FILE} is not valid (${firstIssue(parsed.error)})`);
}

/** Every listed file is a plain file of its size in plain folders: links could lead outside the bundle. */
async function checkFiles({ folder: root, manifest: { files, components } }: Bundle): Promise<void> {
  const folders = new Set<string>();
  for (const [relative, { bytes }] of Object.entries(files)) {
    for (let at = relative.lastIndexOf('/'); at > 0; at = relative.lastIndexOf('/', at - 1)) {
      folders.add(relative.slice(0, at));
    }
    const found = await lstat(join(root, relative)).catch(() => undefined);
    if (found === undefined) throw damaged(root, `${relative} is missing`);
    if (!found.isFile() || found.nlink > 1) throw damaged(root, `${relative} is a link or not a plain file`);
    if (found.size !== bytes) {
      throw damaged(root, `${relative} has ${found.size} bytes and should have ${bytes}`);
    }
  }
  for (const relative of folders) {
    if (!(await lstat(join(root, relative))).isDirectory()) throw damaged(root, `${relative} is a link`);
  }
  for (const { graphs } of Object.values(components)) {
    for (const { path } of Object.values(graphs)) {
      if (!Object.hasOwn(files, path)) throw damaged(root, `its manifest does not list ${path}`);
    }
  }
}

async function readJson(path: string, folder: string, mostBytes = MAX_JSON_BYTES): Promise<unknown> {
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) {
    throw new StudioError(
      'bundle-missing',
      `${path} does not exist: choose a folder that holds a model bundle (with a ${MANIFEST_FILE}).`,
    );
  }
  if (!found.isFile() || found.nlink > 1) throw damaged(folder, `${path} is a link or not a plain file`);
  if (found.size > mostBytes) throw damaged(folder, `${path} is far too large`);
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    throw damaged(folder, `${path} is not readable JSON`);
  }
}

/** What is wrong with a model that should be whole. */
export function damaged(folder: string, what: string): StudioError {
  return new StudioError(
    'bundle-damaged',
    `The model in ${folder} is damaged: ${what}. Copy or download it again.`,
  );
}

function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return 'unknown';
  // A bad key tells only in its own issues why it is bad.
  const reason = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
  return `${issue.path.join('.') || 'top level'}: ${reason}`;
}
