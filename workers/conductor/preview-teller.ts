import type { LatentPreview } from '../pipelines/pipeline';
import type { ConductorEvent } from '../protocol/conductor-control';

/** At most this often, and never for more than this share of the time. */
const LEAST_INTERVAL_MS = 150;
const MOST_SHARE = 0.01;

/** Tells now and then what the latents look like, and keeps account of what that costs. */
export class PreviewTeller {
  /** Milliseconds spent on previews so far. */
  spentMs = 0;
  readonly #preview: LatentPreview | undefined;
  readonly #tell: (event: ConductorEvent) => void;
  readonly #startedAt = performance.now();
  #lastAt = Number.NEGATIVE_INFINITY;

  constructor(preview: LatentPreview | undefined, tell: (event: ConductorEvent) => void) {
    this.#preview = preview;
    this.#tell = tell;
  }

  /** @param latents computed only if a preview is due. */
  offer(step: number, latents: () => Float32Array): void {
    const now = performance.now();
    const due = now - this.#lastAt >= LEAST_INTERVAL_MS;
    const affordable = this.spentMs <= MOST_SHARE * (now - this.#startedAt);
    if (this.#preview === undefined || !due || !affordable) return;
    const { frames, width, height, data } = this.#preview(latents());
    this.#tell({ type: 'preview', step, frames, width, height, rgb: Buffer.from(data).toString('base64') });
    this.#lastAt = now;
    this.spentMs += performance.now() - now;
  }
}
