/** The thread that counts tokens; it keeps the tokenizers that it has opened. */
import { parentPort } from 'node:worker_threads';
import { type ErrorValue, openBundle, openTokenCounter, StudioError } from '../../workers/api';

export type CountTokens = { readonly question: number; readonly bundle: string; readonly text: string };
export type TokensCounted =
  | { readonly question: number; readonly tokens: number }
  | { readonly question: number; readonly error: ErrorValue };

const counters = new Map<string, Promise<(text: string) => number>>();

parentPort?.on('message', ({ question, bundle, text }: CountTokens) => {
  const answer = (rest: { tokens: number } | { error: ErrorValue }): void => {
    parentPort?.postMessage({ question, ...rest } satisfies TokensCounted);
  };
  void counterOf(bundle).then(
    (count) => answer({ tokens: count(text) }),
    (error: unknown) => answer({ error: StudioError.from(error).toValue() }),
  );
});

function counterOf(folder: string): Promise<(text: string) => number> {
  const known = counters.get(folder);
  if (known !== undefined) return known;
  const opening = openBundle(folder).then(openTokenCounter);
  counters.set(folder, opening);
  // A model that has been repaired since is opened again.
  opening.catch(() => counters.delete(folder));
  return opening;
}
