import { create } from 'zustand';
import { goInto } from '../app/navigation';

export type Side = 'a' | 'b';

type Comparison = {
  /** The results that stand beside each other. */
  readonly pair: Readonly<Record<Side, string>> | undefined;
  /** A result that is looked for: what it shall stand beside, and on which side. */
  readonly sought: { readonly beside: string; readonly side: Side } | undefined;
};

export const useComparison = create<Comparison>()(() => ({ pair: undefined, sought: undefined }));

export function openComparison(a: string, b: string): void {
  useComparison.setState({ pair: { a, b }, sought: undefined });
  goInto('compare');
}

/** Asks for the other result. */
export const seekOther = (beside: string, side: Side = 'b'): void =>
  useComparison.setState({ sought: { beside, side } });

export const stopSeeking = (): void => useComparison.setState({ sought: undefined });

export function chooseOther(id: string): void {
  const { sought } = useComparison.getState();
  if (sought === undefined) return;
  if (sought.side === 'b') openComparison(sought.beside, id);
  else openComparison(id, sought.beside);
}

export const swapSides = (): void =>
  useComparison.setState(({ pair }) => ({ pair: pair && { a: pair.b, b: pair.a } }));
