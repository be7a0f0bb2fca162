import { ActionIcon, Button, Menu } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowBarToRight,
  IconArrowsLeftRight,
  IconChartBar,
  IconDice5,
  IconDotsVertical,
  IconFolderOpen,
  IconTerminal2,
} from '@tabler/icons-react';
import { nounOf, type ResultDetail } from '../../electron/contract/index';
import { useCommand } from '../app/commands';
import { useHasCommandLine, useHasModelOf } from '../bridge/catalogue-stores';
import { request } from '../bridge/client';
import { seekOther } from '../compare/comparison-store';
import { attempt } from '../design/notify';
import { DragHandle } from '../exporting/drag-handle';
import { openSave } from '../exporting/save-store';
import { openDetails } from '../library/library-store';
import { soundShown, useSoundView } from '../sound/sound-view';
import { copyCommandLine } from './job-actions';
import { continueFromLastFrame, type Origin, reuseAll, reuseAllButSeed } from './reuse';

/** What can be done with a finished clip. */
export function ResultActions({ result }: { readonly result: ResultDetail }) {
  const hasCommandLine = useHasCommandLine();
  const save = (): void => openSave(result);
  useCommand('save', save);
  const { draft, id, media } = result;
  const origin: Origin = { kind: 'result', id };
  const canContinue = useHasModelOf('image-to-video');
  // Another part of a sound is another file to drag.
  const part = useSoundView((view) => JSON.stringify(soundShown(id, view)));
  return (
    <>
      <DragHandle key={`${id} ${part}`} result={result} />
      <Button size="xs" onClick={save}>
        Save…
      </Button>
      <Menu position="top-end" transitionProps={{ duration: 120 }}>
        <Menu.Target>
          <ActionIcon variant="default" size={30} aria-label={`More about this ${nounOf(result.kind)}`}>
            <IconDotsVertical size={18} stroke={1.6} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconArrowBackUp size={16} />} onClick={() => reuseAll(draft, origin)}>
            Reuse all
          </Menu.Item>
          <Menu.Item leftSection={<IconDice5 size={16} />} onClick={() => reuseAllButSeed(draft, origin)}>
            Reuse all but the seed
          </Menu.Item>
          <Menu.Item leftSection={<IconArrowsLeftRight size={16} />} onClick={() => seekOther(id)}>
            Compare with…
          </Menu.Item>
          {media.kind === 'video' && canContinue && (
            <Menu.Item
              leftSection={<IconArrowBarToRight size={16} />}
              onClick={() => continueFromLastFrame(result, media)}
            >
              Continue from the last frame
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconChartBar size={16} />} onClick={() => openDetails(id)}>
            Show all details
          </Menu.Item>
          {hasCommandLine && (
            <Menu.Item leftSection={<IconTerminal2 size={16} />} onClick={() => copyCommandLine(result)}>
              Copy as command line
            </Menu.Item>
          )}
          <Menu.Item
            leftSection={<IconFolderOpen size={16} />}
            onClick={() =>
              attempt('The folder could not be shown', () => request('library.reveal', { result: id }))
            }
          >
            Show in folder
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
