import type { Installation } from '../../electron/contract/index';
import { bytes, duration, percent } from '../design/numbers';

const DOING = { download: 'Downloading', import: 'Copying', verification: 'Verifying' } as const;
const NAMES = { download: 'Download', import: 'Import', verification: 'Verification' } as const;

/** How far an installation is, in words: `Downloading · 1.2 GB of 3.4 GB · 12.0 MB/s · 3 min 4 s left`. */
export function installationText(installation: Installation): string {
  const { kind, state, done, total, bytesPerSecond, secondsLeft } = installation;
  const amount = total > 0 ? `${bytes(done)} of ${bytes(total)}` : undefined;
  switch (state) {
    case 'done':
      return 'Verified: every file is as it was made.';
    case 'failed':
      return `${NAMES[kind]} failed`;
    case 'stopped':
      return [`${NAMES[kind]} stopped`, amount].filter(Boolean).join(' · ');
    case 'running':
      return [
        DOING[kind],
        amount ?? 'looking it up',
        bytesPerSecond !== null && `${bytes(bytesPerSecond)}/s`,
        secondsLeft !== null && `${duration(secondsLeft)} left`,
      ]
        .filter(Boolean)
        .join(' · ');
  }
}

export const shareDone = ({ done, total }: Installation): number => (total > 0 ? done / total : 0);

export const shareText = (installation: Installation): string => percent(shareDone(installation));
