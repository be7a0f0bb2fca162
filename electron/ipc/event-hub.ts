import type { EventName, EventPayload } from '../contract';

type Listener<N extends EventName> = (payload: EventPayload<N>) => void;
type AnyListener = <N extends EventName>(name: N, payload: EventPayload<N>) => void;

/** What happens in the app, for the window and for whoever else listens. */
export class EventHub {
  readonly #all = new Set<AnyListener>();
  readonly #named = new Map<EventName, Set<Listener<never>>>();

  emit<N extends EventName>(name: N, payload: EventPayload<N>): void {
    for (const listener of this.#named.get(name) ?? []) (listener as Listener<N>)(payload);
    for (const listener of this.#all) listener(name, payload);
  }

  on<N extends EventName>(name: N, listener: Listener<N>): void {
    const listeners = this.#named.get(name) ?? new Set();
    listeners.add(listener as Listener<never>);
    this.#named.set(name, listeners);
  }

  onAny(listener: AnyListener): void {
    this.#all.add(listener);
  }
}
