export type PlaybackState = {
  readonly frame: number;
  readonly playing: boolean;
  readonly loop: boolean;
  /** 1 is the clip's own rate. */
  readonly speed: number;
};

type Length = { readonly frames: number; readonly fps: number };

/**
 * Where a clip stands. Time is handed in by who has a clock; listeners hear of a change of frame or mode, not
 * of every tick.
 */
export class Playback {
  readonly frames: number;
  readonly fps: number;
  readonly #listeners = new Set<() => void>();
  #state: PlaybackState;
  /** In frames; its whole part is the frame shown. */
  #position = 0;

  constructor({ frames, fps }: Length, playing: boolean) {
    this.frames = frames;
    this.fps = fps;
    this.#state = { frame: 0, playing, loop: true, speed: 1 };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): PlaybackState => this.#state;

  readonly toggle = (): void => {
    const { playing, loop } = this.#state;
    // Play at the end of a clip that does not loop starts it over.
    if (!playing && !loop && this.#state.frame === this.frames - 1) this.#position = 0;
    this.#set({ playing: !playing });
  };

  /** Steps by frames, wrapping around, and stops there. */
  readonly step = (by: number): void => {
    this.seek((((this.#state.frame + by) % this.frames) + this.frames) % this.frames);
  };

  readonly seek = (frame: number): void => {
    this.#position = Math.min(this.frames - 1, Math.max(0, Math.floor(frame)));
    this.#set({ playing: false });
  };

  readonly setSpeed = (speed: number): void => this.#set({ speed });

  readonly setLoop = (loop: boolean): void => this.#set({ loop });

  /** Milliseconds until another frame is due. */
  get untilNextFrame(): number {
    const left = Math.floor(this.#position) + 1 - this.#position;
    return (left / (this.fps * this.#state.speed)) * 1000;
  }

  /** Lets time pass. */
  advance(milliseconds: number): void {
    const { playing, loop, speed } = this.#state;
    if (!playing) return;
    this.#position += (milliseconds / 1000) * this.fps * speed;
    const ended = this.#position >= this.frames && !loop;
    this.#position = ended ? this.frames - 1 : this.#position % this.frames;
    this.#set({ playing: !ended });
  }

  #set(patch: Partial<PlaybackState>): void {
    const next = { ...this.#state, ...patch, frame: Math.floor(this.#position) };
    const { frame, playing, loop, speed } = this.#state;
    if (next.frame === frame && next.playing === playing && next.loop === loop && next.speed === speed)
      return;
    this.#state = next;
    for (const listener of this.#listeners) listener();
  }
}
