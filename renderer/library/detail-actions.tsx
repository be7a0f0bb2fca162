import { Button, Group } from '@mantine/core';
import type { ResultDetail } from '../../electron/contract/index';
import { goTo } from '../app/navigation';
import { useHasCommandLine, useHasModelOf } from '../bridge/catalogue-stores';
import { request } from '../bridge/client';
import { seekOther } from '../compare/comparison-store';
import { copyCommandLine } from '../create/job-actions';
import { continueFromLastFrame, type Origin, reuseAll, reuseAllButSeed } from '../create/reuse';
import { showResult } from '../create/stage/subject';
import { attempt } from '../design/notify';
import { openSave } from '../exporting/save-store';
import { openTelemetry } from '../telemetry/page/subject';
import { confirmTrash } from './confirm-trash';
import { closeDetails } from './library-store';

export function DetailActions({ result }: { readonly result: ResultDetail }) {
  const { id, draft, media } = result;
  const origin: Origin = { kind: 'result', id };
  const canContinue = useHasModelOf('image-to-video');
  const hasCommandLine = useHasCommandLine();
  const thenLeave = (action: () => void) => (): void => {
    closeDetails();
    action();
  };
  const openInCreate = (): void => {
    reuseAll(draft, origin);
    showResult(id);
    goTo('create');
  };
  const reveal = (): void =>
    attempt('The folder could not be shown', () => request('library.reveal', { result: id }));
  return (
    <Group gap={8}>
      <Button size="xs" onClick={thenLeave(openInCreate)}>
        Open in Create
      </Button>
      <Button size="xs" variant="light" onClick={thenLeave(() => openSave(result))}>
        Save…
      </Button>
      <Button size="xs" variant="default" onClick={thenLeave(() => openTelemetry({ kind: 'result', id }))}>
        Full telemetry
      </Button>
      <Button size="xs" variant="default" onClick={thenLeave(() => seekOther(id))}>
        Compare with…
      </Button>
      <Button size="xs" variant="default" onClick={thenLeave(() => reuseAllButSeed(draft, origin))}>
        Reuse all but the seed
      </Button>
      {media.kind === 'video' && canContinue && (
        <Button size="xs" variant="default" onClick={thenLeave(() => continueFromLastFrame(result, media))}>
          Continue from the last frame
        </Button>
      )}
      {hasCommandLine && (
        <Button size="xs" variant="default" onClick={() => copyCommandLine(result)}>
          Copy as command line
        </Button>
      )}
      <Button size="xs" variant="default" onClick={reveal}>
        Show in folder
      </Button>
      <Button size="xs" variant="subtle" color="red" onClick={() => confirmTrash([id])}>
        Move to trash
      </Button>
    </Group>
  );
}
