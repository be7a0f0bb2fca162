import { sentenceOf } from './client';

/** Something that is asked for once and then there, or a sentence why not. */
export type Loadable<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly value: T }
  | { readonly state: 'failed'; readonly problem: string };

export const LOADING: Loadable<never> = { state: 'loading' };

export const ready = <T>(value: T): Loadable<T> => ({ state: 'ready', value });

export const failed = (thrown: unknown): Loadable<never> => ({
  state: 'failed',
  problem: sentenceOf(thrown),
});

export const readyValue = <T>(loadable: Loadable<T>): T | undefined =>
  loadable.state === 'ready' ? loadable.value : undefined;
