/** Calls `act` at once, and after that at most every `intervalMs`; the last call of a burst is never lost. */
export function paced(intervalMs: number, act: () => void): () => void {
  let lastAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  const now = (): void => {
    timer = undefined;
    lastAt = performance.now();
    act();
  };
  return () => {
    if (timer !== undefined) return;
    const wait = lastAt + intervalMs - performance.now();
    if (wait <= 0) now();
    else timer = setTimeout(now, wait);
  };
}
