import { StudioError } from '../../../workers/api';
import type { CudaLibrariesState } from '../../contract';
import { paced } from '../../jobs/paced';
import type { Log } from '../../logs/log';
import type { CudaLibraries } from './cuda-libraries';
import { fetchCudaLibraries } from './fetch-libraries';

const TELL_EVERY_MS = 250;

export type CudaFetchingOptions = {
  /** Undefined where there are none for the platform. */
  readonly libraries: CudaLibraries | undefined;
  /** The address of the package index's files. */
  readonly files: string;
  /** Whether the machine has a card that they serve. */
  readonly hasCard: () => Promise<boolean>;
  readonly log: Log;
  readonly onChanged: (state: CudaLibrariesState | null) => void;
  /** They are here now. */
  readonly onInstalled: () => void;
};

/** Fetches the CUDA libraries for the window, and only when it is told to. */
export class CudaFetching {
  readonly #options: CudaFetchingOptions;
  readonly #tell: () => void;
  #running: { readonly stopping: AbortController; readonly ended: Promise<void> } | undefined;
  #card: Promise<boolean> | undefined;
  #done = 0;
  #problem: string | null = null;

  constructor(options: CudaFetchingOptions) {
    this.#options = options;
    this.#tell = paced(TELL_EVERY_MS, () => {
      void this.state().then(options.onChanged);
    });
  }

  /** Null where nobody needs them. */
  async state(): Promise<CudaLibrariesState | null> {
    const { libraries, files } = this.#options;
    this.#card ??= this.#options.hasCard();
    if (libraries === undefined || !(await this.#card)) return null;
    const { archive, publisher, version, license, needs } = libraries.published;
    const state = this.#running
      ? 'fetching'
      : libraries.areHere
        ? 'here'
        : this.#problem === null
          ? 'missing'
          : 'failed';
    return {
      ...{ state, done: this.#done, total: archive.bytes, problem: this.#problem },
      ...{ host: new URL(files).host, publisher, version, license, needs },
    };
  }

  /** Begins, or goes on where it was broken off. The user has agreed to it. */
  start(): void {
    const { libraries, files } = this.#options;
    if (libraries === undefined) throw new StudioError('bad-request', 'There is no CUDA for this system.');
    if (this.#running !== undefined || libraries.areHere) return;
    const stopping = new AbortController();
    this.#problem = null;
    const ended = fetchCudaLibraries(libraries, {
      files,
      signal: stopping.signal,
      onProgress: ({ done }) => {
        this.#done = done;
        this.#tell();
      },
    })
      .catch((error: unknown) => this.#fail(StudioError.from(error)))
      .finally(() => {
        this.#running = undefined;
        this.#tell();
        if (libraries.areHere) this.#options.onInstalled();
      });
    this.#running = { stopping, ended };
    this.#tell();
  }

  /** What has come is kept. */
  async stop(): Promise<void> {
    this.#running?.stopping.abort(new StudioError('cancelled', 'It was stopped.'));
    await this.#running?.ended;
  }

  #fail(error: StudioError): void {
    if (error.code === 'cancelled') return;
    this.#options.log.error('the CUDA libraries could not be fetched', error);
    this.#problem = error.message;
  }
}
