import { ActionIcon, Tooltip } from '@mantine/core';
import { IconGripVertical } from '@tabler/icons-react';
import { type DragEvent, useEffect, useRef, useState } from 'react';
import { nounOf, type ResultDetail } from '../../electron/contract/index';
import { request } from '../bridge/client';
import { attempt } from '../design/notify';
import { soundShown } from '../sound/sound-view';
import { possibleChoices } from './encoder';
import { defaultScale } from './scaling';
import { prepareDrag } from './write-export';

type Preparation = { readonly state: 'none' | 'making' } | { readonly state: 'ready'; readonly id: string };

/** A platform's drag needs a file that exists already, so it is made as soon as the pointer comes near. */
export function DragHandle({ result }: { readonly result: ResultDetail }) {
  const [preparation, setPreparation] = useState<Preparation>({ state: 'none' });
  const noun = nounOf(result.kind);
  const label = `Drag the ${noun} out of the window`;
  const making = useRef<AbortController>(undefined);
  useEffect(() => () => making.current?.abort(), []);

  const prepare = (): void => {
    if (making.current !== undefined) return;
    const controller = new AbortController();
    making.current = controller;
    setPreparation({ state: 'making' });
    makeFile(result, controller.signal).then(
      (id) => setPreparation({ state: 'ready', id }),
      () => {
        // The next approach tries again; a drag that is not ready only does nothing.
        if (making.current === controller) making.current = undefined;
        setPreparation({ state: 'none' });
      },
    );
  };
  const drag = (event: DragEvent): void => {
    event.preventDefault();
    if (preparation.state !== 'ready') return;
    attempt(`The ${noun} could not be dragged`, () =>
      request('export.startDrag', { export: preparation.id }),
    );
  };

  return (
    <Tooltip label={preparation.state === 'making' ? 'Getting the file ready' : label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={32}
        draggable
        loading={preparation.state === 'making'}
        aria-label={label}
        onPointerEnter={prepare}
        onPointerDown={prepare}
        onFocus={prepare}
        onDragStart={drag}
      >
        <IconGripVertical size={18} stroke={1.6} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}

async function makeFile(result: ResultDetail, signal: AbortSignal): Promise<string> {
  const { media } = result;
  if (media.kind === 'audio') {
    const shown = soundShown(result.id);
    return prepareDrag(result, { kind: 'audio', audio: media, choice: 'wav-24', ...shown }, signal);
  }
  const { width, height } = media;
  const scale = defaultScale(media);
  const possible = await possibleChoices(width * scale, height * scale);
  const choice = possible.includes('mp4') ? 'mp4' : 'webp';
  return prepareDrag(result, { kind: 'video', video: media, choice, scale, crisp: false }, signal);
}
