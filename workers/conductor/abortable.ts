type Reject = (reason: unknown) => void;

/** The waits that end when a signal aborts: one listener serves them all, for each evaluation waits on it. */
const waits = new WeakMap<AbortSignal, Set<Reject>>();

/** `work`, or the signal's reason as soon as it aborts; what `work` does later is then nobody's concern. */
export function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) {
    work.catch(() => undefined);
    return Promise.reject(signal.reason);
  }
  const waiting = waitsOn(signal);
  return new Promise((resolve, reject) => {
    waiting.add(reject);
    work.then(
      (value) => {
        waiting.delete(reject);
        resolve(value);
      },
      (error: unknown) => {
        waiting.delete(reject);
        reject(error);
      },
    );
  });
}

function waitsOn(signal: AbortSignal): Set<Reject> {
  const known = waits.get(signal);
  if (known !== undefined) return known;
  const fresh = new Set<Reject>();
  waits.set(signal, fresh);
  signal.addEventListener('abort', () => {
    for (const reject of fresh) reject(signal.reason);
  });
  return fresh;
}
