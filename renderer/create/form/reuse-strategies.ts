import type { Reuse } from '../../../electron/contract/index';

/** The ways to reuse, for people. */
export const STRATEGIES: readonly {
  readonly id: Reuse;
  readonly title: string;
  readonly explanation: string;
}[] = [
  {
    id: 'own',
    title: 'Own',
    explanation:
      'Each device reuses the prediction it made one round ago, as in the ParaStep paper. The safe choice.',
  },
  {
    id: 'freshest',
    title: 'Freshest',
    explanation: 'All devices reuse the newest prediction that any of them made. It is nearer in time.',
  },
  {
    id: 'extrapolate-1',
    title: 'Extrapolate (line)',
    explanation:
      'Continues the clean estimate along a line through the last two. Often nearer to the exact clip.',
  },
  {
    id: 'extrapolate-2',
    title: 'Extrapolate (parabola)',
    explanation:
      'Continues it along a parabola through the last three. Nearer still where motion is smooth, worse where it is not.',
  },
];
