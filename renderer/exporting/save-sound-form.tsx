import { Button, Group, Radio, SimpleGrid, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { ResultDetail, ShownAudio } from '../../electron/contract/index';
import { SOUND_CHOICE_IDS, type SoundChoiceId } from '../sound/encode-sound';
import { possibleSounds } from '../sound/sound-encoder';
import { soundShown, useSoundView } from '../sound/sound-view';
import classes from './save-form.module.css';
import { closeSave, save, useSave } from './save-store';

const CHOICES: Readonly<Record<SoundChoiceId, { readonly title: string; readonly note: string }>> = {
  'wav-24': { title: 'WAV, 24 bit', note: 'for editing' },
  'wav-16': { title: 'WAV, 16 bit', note: 'plays everywhere' },
  'wav-float': { title: 'WAV, float', note: 'nothing is rounded' },
  flac: { title: 'FLAC', note: 'smaller, nothing is lost' },
  opus: { title: 'Opus', note: 'small, for the web' },
};

/** What this machine can encode; undefined while it is asked. */
function usePossible(sampleRate: number): readonly SoundChoiceId[] | undefined {
  const [possible, setPossible] = useState<readonly SoundChoiceId[]>();
  useEffect(() => {
    let wanted = true;
    possibleSounds(sampleRate).then(
      (found) => wanted && setPossible(found),
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
  const { variant, region } = soundShown(result.id, useSoundView());
  const sound = audio.waveforms > 1 ? `variant ${variant + 1}` : 'the sound';
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
          onChange={(id) => setChoice(SOUND_CHOICE_IDS.find((known) => known === id) ?? choice)}
        >
          <SimpleGrid cols={2} spacing={8} mt={4}>
            {SOUND_CHOICE_IDS.map((id) => {
              const { title, note } = CHOICES[id];
              const missing = possible !== undefined && !possible.includes(id);
              return (
                <Radio.Card key={id} value={id} disabled={busy || missing} className={classes['format']}>
                  <Radio.Indicator size="xs" disabled={busy || missing} />
                  <span>
                    {title}
                    <small>{missing ? `No encoder here for ${audio.sampleRate / 1000} kHz` : note}</small>
                  </span>
                </Radio.Card>
              );
            })}
          </SimpleGrid>
        </Radio.Group>
        <Text size="xs" c="dimmed">
          {region === undefined
            ? `Saves all of ${sound}. Drag over the waveform to choose a part.`
            : `Saves ${sound} from ${region.start.toFixed(2)} to ${region.end.toFixed(2)} s.`}
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
