import { HubApiError, listFiles, modelInfo } from '@huggingface/hub';
import { MANIFEST_FILE, StudioError } from '../../../workers/api';

/** Where repositories are, and who asks. */
export type Hub = {
  /** Such as `https://huggingface.co`, or a mirror of it. */
  readonly endpoint: string;
  /** For repositories that ask for a consent or are private. */
  readonly token: string | undefined;
};

export type RepositoryName = { readonly name: string; readonly revision: string };

/** The hub that the environment names, as its own tools read it. Throws `bad-request` for an unusable address. */
export function hubFromEnvironment(env: NodeJS.ProcessEnv): Hub {
  const endpoint = (env['HF_ENDPOINT'] || 'https://huggingface.co').replace(/\/+$/, '');
  if (!/^https?:\/\/[^/\s]+/.test(endpoint)) {
    throw new StudioError(
      'bad-request',
      `HF_ENDPOINT is ${endpoint}, which is no web address: correct it, or leave it out.`,
    );
  }
  return { endpoint, token: env['HF_TOKEN'] || undefined };
}

const NAME = /^[A-Za-z0-9][\w.-]{0,95}\/[A-Za-z0-9][\w.-]{0,95}$/;
const REVISION = /^[\w.-][\w./-]{0,127}$/;

/**
 * Reads `owner/name`, `owner/name@revision`, or the address of a repository's page. Throws `bad-request`.
 */
export function parseRepository(text: string): RepositoryName {
  const path = text
    .trim()
    .replace(/^https?:\/\/[^/]+\//, '')
    .replace(/\/+$/, '');
  const [, name = path, revision = 'main'] = /^([^/]+\/[^/@]+)(?:@|\/tree\/)(.+)$/.exec(path) ?? [];
  if (NAME.test(name) && REVISION.test(revision) && !revision.includes('..')) return { name, revision };
  throw new StudioError(
    'bad-request',
    `“${text.trim().slice(0, 100)}” is no repository: give its owner and name, such as owner/model.`,
  );
}

/** A repository at one commit: what is in it cannot change while it is downloaded. */
export type PinnedRepository = {
  readonly name: string;
  readonly commit: string;
  /** Size of each of its files. */
  readonly files: ReadonlyMap<string, number>;
};

/** Looks the repository up. Throws a StudioError that says why it cannot be had. */
export async function pinRepository(
  hub: Hub,
  { name, revision }: RepositoryName,
  fetch: typeof globalThis.fetch,
): Promise<PinnedRepository> {
  const access = {
    hubUrl: hub.endpoint,
    fetch,
    ...(hub.token !== undefined && { accessToken: hub.token }),
  };
  try {
    const { sha } = await modelInfo({ name, revision, additionalFields: ['sha'], ...access });
    const commit = typeof sha === 'string' && REVISION.test(sha) ? sha : revision;
    const files = new Map<string, number>();
    for await (const { type, path, size } of listFiles({
      repo: name,
      recursive: true,
      revision: commit,
      ...access,
    })) {
      if (type === 'file') files.set(path, size);
    }
    if (!files.has(MANIFEST_FILE)) throw noManifest(name);
    return { name, commit, files };
  } catch (error) {
    throw error instanceof StudioError ? error : hubError(hub, name, error);
  }
}

/** Where a file of the repository is downloaded from. */
export function fileUrl(
  hub: Hub,
  { name, commit }: Pick<PinnedRepository, 'name' | 'commit'>,
  path: string,
): string {
  const escaped = path.split('/').map(encodeURIComponent).join('/');
  return `${hub.endpoint}/${name}/resolve/${encodeURIComponent(commit)}/${escaped}`;
}

const noManifest = (name: string): StudioError =>
  new StudioError(
    'bundle-unsupported',
    `${name} has no ${MANIFEST_FILE}, so it is no model of this app: choose a repository that holds an exported model, or export this one with build/models/export.`,
  );

/** What a refused or failed look-up means to the user. */
function hubError({ endpoint, token }: Hub, name: string, error: unknown): StudioError {
  const detail = String(error);
  const status = error instanceof HubApiError ? error.statusCode : undefined;
  if (status === 401 || status === 403) {
    const what =
      token === undefined ? 'set HF_TOKEN to a token that may read it' : 'its owner must let you in first';
    return new StudioError('network', `${name} is not open to everybody, or does not exist: ${what}.`, {
      detail,
    });
  }
  if (status === 404) {
    return new StudioError('network', `There is no repository ${name} at ${endpoint}: check the name.`, {
      detail,
    });
  }
  return new StudioError(
    'network',
    `${endpoint} could not be asked for ${name}: check the connection and try again.`,
    {
      detail,
    },
  );
}
