import { existsSync, mkdirSync, readlinkSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { PublishedLibraries } from './published';

/** The library that the app comes with, which looks for the others beside itself. */
const RUNTIME = 'libonnxruntime.so.1';

export type CudaLibrariesOptions = {
  /** The folder for libraries that were fetched. */
  readonly folder: string;
  /** The folder of the ONNX Runtime that the app comes with. */
  readonly runtime: string;
  readonly published: PublishedLibraries;
};

/** ONNX Runtime's libraries for CUDA: beside the one that the app comes with, or fetched into a folder of their own. */
export class CudaLibraries {
  readonly published: PublishedLibraries;
  readonly #options: CudaLibrariesOptions;

  constructor(options: CudaLibrariesOptions) {
    this.#options = options;
    this.published = options.published;
  }

  /** Where fetched ones are once they are whole; one folder a version, so that an update of the app finds none. */
  get place(): string {
    return join(this.#options.folder, this.published.version);
  }

  /** What has come of them so far. */
  get incoming(): string {
    return `${this.place}.incoming`;
  }

  get areHere(): boolean {
    return this.#areIn(this.#options.runtime) || this.#areIn(this.place);
  }

  /**
   * The folder that a device's process must look for libraries in; undefined where it finds them without. In it, a
   * link leads to the ONNX Runtime that the app comes with: what is loaded through it looks for the others here.
   */
  searchFolder(): string | undefined {
    const { runtime } = this.#options;
    if (this.#areIn(runtime) || !this.#areIn(this.place)) return undefined;
    this.#link(join(runtime, RUNTIME), join(this.place, RUNTIME));
    return this.place;
  }

  #areIn(folder: string): boolean {
    return this.published.files.every(
      ({ name, bytes }) => statSync(join(folder, name), { throwIfNoEntry: false })?.size === bytes,
    );
  }

  /** An app that runs out of an image is elsewhere at every start. */
  #link(target: string, link: string): void {
    if (linkTarget(link) === target || !existsSync(target)) return;
    mkdirSync(this.place, { recursive: true });
    rmSync(link, { force: true });
    symlinkSync(target, link);
  }
}

function linkTarget(link: string): string | undefined {
  try {
    return readlinkSync(link);
  } catch {
    return undefined;
  }
}
