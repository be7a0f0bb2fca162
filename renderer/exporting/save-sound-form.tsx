import { Button, Group, Radio, SimpleGrid, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { ResultDetail, ShownAudio } from '../../electron/contract/index';
import { canEncodeSound, type SoundChoiceId } from '../sound/encode-sound';
import { useSoundView } from '../sound/sound-view';
import classes from './save-form.module.css';
import { closeSave, save, useSave } from './save-store';

const CHOICES: readonly { readonly id: SoundChoiceId; readonly title: string; readonly note: string }[] = [
  { id: 'wav-24', title: 'WAV, 24 bit', note: 'for editing' },
  { id: 'wav-16', title: 'WAV, 16 bit', note: 'plays everywhere' },
  { id: 'wav-float', title: 'WAV, float', note: 'nothing is rounded' },
  { id: 'flac', title: 'FLAC', note: 'smaller, nothing is lost' },
  { id: 'opus', title: 'Opus', note: 'small, for the web' },
];

/** What this machine can encode; undefined while it is asked. */
function usePossible(sampleRate: number): readonly SoundChoiceId[] | undefined {
  const [possible, setPossible] = useState<readonly SoundChoiceId[]>();
  useEffect(() => {
    let wanted = true;
    const asked = CHOICES.map(async ({ id }) => ((await canEncodeSound(id, sampleRate)) ? [id] : []));
    Promise.all(asked).then(
      (found) => wanted && setPossible(found.flat()),
      () => wanted && setPossible(['wav-16', 'wav-24', 'wav-float']),
    );
    return () => {
      wanted = false;
    };
  }, [sampleRate]);
  return possible;
}

type Props = { readonly result: ResultDetail; readonly audio: ShownAudio };

/** Saves the variant that is shown, or the stretch of it that is chosen. */
export function SaveSoundForm({ result, audio }: Props) {
  const [choice, setChoice] = useState<SoundChoiceId>('wav-24');
  const possible = usePossible(audio.sampleRate);
  const busy = useSave(({ progress }) => progress !== undefined);
  const view = useSoundView();
  const shown = view.result === result.id;
  const variant = shown ? view.variant : 0;
  const region = shown ? view.region : undefined;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save(result, { kind: 'audio', audio, choice, variant, region });
      }}
    >
      <Stack gap="md">
        <Radio.Group
          label="Format"
          value={choice}
          onChange={(id) => setChoice(CHOICES.find((candidate) => candidate.id === id)?.id ?? choice)}
        >
          <SimpleGrid cols={2} spacing={8} mt={4}>
            {CHOICES.map(({ id, title, note }) => {
              const missing = possible !== undefined && !possible.includes(id);
              return (
                <Radio.Card key={id} value={id} disabled={busy || missing} className={classes['format']}>
                  <Radio.Indicator size="xs" disabled={busy || missing} />
                  <span>
                    {title}
                    <small>{missing ? 'This machine has no encoder for it' : note}</small>
                  </span>
                </Radio.Card>
              );
            })}
          </SimpleGrid>
        </Radio.Group>
        <Text size="xs" c="dimmed">
          {region === undefined
            ? `Saves all of variant ${variant + 1}. Drag over the waveform to choose a part.`
            : `Saves variant ${variant + 1} from ${region.start.toFixed(2)} to ${region.end.toFixed(2)} s.`}
        </Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={closeSave}>
            Cancel
          </Button>
          <Button type="submit" disabled={busy || possible === undefined} data-autofocus>
            {busy ? 'Saving…' : 'Save…'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
