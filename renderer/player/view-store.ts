import { create } from 'zustand';

/** How clips are looked at; the same for all of them. */
export const usePlayerView = create<{ readonly crisp: boolean; readonly actualSize: boolean }>()(() => ({
  crisp: false,
  actualSize: false,
}));

export const toggleCrisp = (): void => usePlayerView.setState(({ crisp }) => ({ crisp: !crisp }));
export const toggleActualSize = (): void =>
  usePlayerView.setState(({ actualSize }) => ({ actualSize: !actualSize }));
