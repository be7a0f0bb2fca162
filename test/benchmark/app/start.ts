import { once } from 'node:events';
import { resolve } from 'node:path';
import { INTERACTIVE } from '../../../renderer/app/moments';
import { PagePipe } from '../../app/support/page-pipe';
import { processEnv, standardSwitches } from '../../app/support/running-app';
import { type Figure, figure } from '../figure';
import type { Workload } from '../workload';
import { asNewUser, type User } from './user';

const STARTS = 5;

/** From the start of the app's process to a form that can start a clip. */
export const measureStart = (workload: Workload): Promise<Figure[]> =>
  asNewUser(workload, async (user) => {
    const first = await startOnce(user);
    const samples: number[] = [];
    for (let i = 0; i < STARTS; i++) samples.push(await startOnce(user));
    const note = `to a painted form with its model; a new user's first start took ${first.toFixed(0)} ms`;
    return [figure('app/start-to-interactive', samples, 'ms', { note })];
  });

/** The milliseconds of one start. The app is followed through a pipe, which holds nothing up. */
async function startOnce({ env }: User): Promise<number> {
  const started = Date.now();
  const page = await PagePipe.start(
    process.env['PARASTEP_TEST_ELECTRON'] ?? '',
    [resolve('.'), ...standardSwitches()],
    { ...processEnv(), ...env },
  );
  const ended = once(page.process, 'exit');
  try {
    return (await page.evaluate<number>(WHEN_INTERACTIVE)) - started;
  } finally {
    page.process.kill();
    await ended;
  }
}

/** The moment of the mark, in milliseconds since 1970, as soon as it is set. */
const WHEN_INTERACTIVE = `new Promise((resolve) => {
  new PerformanceObserver((list) => {
    const [mark] = list.getEntriesByName(${JSON.stringify(INTERACTIVE)});
    if (mark !== undefined) resolve(performance.timeOrigin + mark.startTime);
  }).observe({ type: 'mark', buffered: true });
})`;
