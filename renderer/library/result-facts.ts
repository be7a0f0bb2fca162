import type { ResultDetail, Reuse } from '../../electron/contract/index';
import { date, times } from '../design/numbers';
import { settingsFacts } from '../generation/facts';
import { KIND_TITLES } from '../generation/kinds';

const REUSES: Readonly<Record<Reuse, string>> = {
  own: 'own',
  freshest: 'freshest',
  'extrapolate-1': 'extrapolate (line)',
  'extrapolate-2': 'extrapolate (parabola)',
};

/** Everything that made a result, as names and values. */
export function resultFacts({
  draft,
  modelTitle,
  createdAt,
  idealSpeedup,
  folder,
}: ResultDetail): (readonly [string, string])[] {
  const { request, parallelism } = draft;
  const { degree, warmup, cooldown, reuse } = parallelism;
  const ways: [string, string][] =
    degree === 1
      ? [['Parallelism', 'none, one step after the other']]
      : [
          ['Parallelism', `degree ${degree}, warm-up ${warmup}, cool-down ${cooldown}`],
          ['Reuse', REUSES[reuse]],
          ['Ideal speed-up', times(idealSpeedup)],
        ];
  return [
    ['Kind', KIND_TITLES[request.kind]],
    ['Model', modelTitle],
    ['Made', date(createdAt)],
    ['Seed', String(request.seed)],
    ['Steps', String(request.steps)],
    ...settingsFacts(request),
    ...ways,
    ['Folder', folder],
  ];
}
