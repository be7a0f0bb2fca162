/** Remembers what was loaded last, up to a number of bytes; two who ask at once share one load. */
export class FrameCache {
  readonly #capacity: number;
  readonly #load: (url: string) => Promise<Uint8Array>;
  /** In order of use, the longest unused first. */
  readonly #kept = new Map<string, Uint8Array>();
  readonly #loading = new Map<string, Promise<Uint8Array>>();
  #bytes = 0;

  constructor(capacity: number, load: (url: string) => Promise<Uint8Array>) {
    this.#capacity = capacity;
    this.#load = load;
  }

  get(url: string): Promise<Uint8Array> {
    const kept = this.#kept.get(url);
    if (kept !== undefined) {
      this.#kept.delete(url);
      this.#kept.set(url, kept);
      return Promise.resolve(kept);
    }
    const underway = this.#loading.get(url);
    if (underway !== undefined) return underway;
    const loading = this.#load(url)
      .then((frames) => {
        this.#keep(url, frames);
        return frames;
      })
      .finally(() => this.#loading.delete(url));
    this.#loading.set(url, loading);
    return loading;
  }

  #keep(url: string, frames: Uint8Array): void {
    this.#kept.set(url, frames);
    this.#bytes += frames.byteLength;
    for (const [oldest, { byteLength }] of this.#kept) {
      // The newest stays even if it alone is too large: somebody is looking at it.
      if (this.#bytes <= this.#capacity || oldest === url) break;
      this.#kept.delete(oldest);
      this.#bytes -= byteLength;
    }
  }
}
