import { StudioError } from '../../workers/api';

/** Works until it is done or the terminal interrupts it, which ends it as `cancelled` with this sentence. */
export async function interruptible<T>(
  sentence: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stopping = new AbortController();
  const stop = (): void => stopping.abort(new StudioError('cancelled', sentence));
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    return await work(stopping.signal);
  } catch (error) {
    // Whatever the interruption broke on its way, this is why.
    stopping.signal.throwIfAborted();
    throw error;
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}
