import {
  Button,
  Group,
  Input,
  Progress,
  Radio,
  SegmentedControl,
  SimpleGrid,
  Stack,
  Switch,
  Text,
} from '@mantine/core';
import { useEffect, useState } from 'react';
import type { ResultDetail, ShownVideo } from '../../electron/contract/index';
import { useSettings } from '../bridge/catalogue-stores';
import { readyValue } from '../bridge/loadable';
import { usePlayerView } from '../player/view-store';
import { CHOICES, type Choice, type ChoiceId } from './choices';
import { possibleChoices } from './encoder';
import classes from './save-form.module.css';
import { closeSave, save, useSave } from './save-store';
import { defaultScale, possibleScales, type Scale } from './scaling';

type Size = { readonly width: number; readonly height: number };

/** The machine's encoders at this size; undefined while it is asked. */
function usePossible({ width, height }: Size, scale: Scale): readonly ChoiceId[] | undefined {
  const [possible, setPossible] = useState<readonly ChoiceId[]>();
  useEffect(() => {
    let wanted = true;
    possibleChoices(width * scale, height * scale).then(
      (choices) => wanted && setPossible(choices),
      () => wanted && setPossible(['webp', 'gif', 'png-frames']),
    );
    return () => {
      wanted = false;
    };
  }, [width, height, scale]);
  return possible;
}

type Props = { readonly result: ResultDetail; readonly video: ShownVideo };

export function SaveForm({ result, video }: Props) {
  const progress = useSave((state) => state.progress);
  const embeds = useSettings(({ settings }) => readyValue(settings)?.embedSettings ?? true);
  const [wish, setWish] = useState<ChoiceId>('mp4');
  const [scale, setScale] = useState<Scale>(() => defaultScale(video));
  const [crisp, setCrisp] = useState(usePlayerView.getState().crisp);
  const possible = usePossible(video, scale);
  const busy = progress !== undefined;
  // A wish that cannot be met falls back to the first that can.
  const choice =
    possible === undefined || possible.includes(wish)
      ? wish
      : (CHOICES.find(({ id }) => possible.includes(id))?.id ?? 'webp');

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save(result, { kind: 'video', video, choice, scale, crisp });
      }}
    >
      <Stack gap="md">
        <Formats possible={possible} choice={choice} disabled={busy} onChoose={setWish} />
        <SizeChoice size={video} scale={scale} disabled={busy} onChoose={setScale} />
        {scale > 1 && (
          <Switch
            size="xs"
            label="Crisp pixels instead of smooth scaling"
            checked={crisp}
            disabled={busy}
            onChange={({ currentTarget }) => setCrisp(currentTarget.checked)}
          />
        )}
        <Text size="xs" c="dimmed">
          {embeds
            ? 'Prompt, seed and the other settings are written into the file. Settings can switch this off.'
            : 'Prompt, seed and the other settings are left out, as chosen in Settings.'}
        </Text>
        <div className={classes['progress']}>
          {busy && <Progress value={progress * 100} aria-label="Saving" transitionDuration={150} />}
        </div>
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

type FormatsProps = {
  readonly possible: readonly ChoiceId[] | undefined;
  readonly choice: ChoiceId;
  readonly disabled: boolean;
  readonly onChoose: (id: ChoiceId) => void;
};

function Formats({ possible, choice, disabled, onChoose }: FormatsProps) {
  return (
    <Radio.Group
      label="Format"
      value={choice}
      onChange={(id) => {
        const chosen = CHOICES.find((candidate) => candidate.id === id);
        if (chosen !== undefined) onChoose(chosen.id);
      }}
    >
      <SimpleGrid cols={2} spacing={8} mt={4}>
        {CHOICES.map((option) => (
          <Format
            key={option.id}
            option={option}
            disabled={disabled}
            missing={possible !== undefined && !possible.includes(option.id)}
          />
        ))}
      </SimpleGrid>
    </Radio.Group>
  );
}

type FormatProps = { readonly option: Choice; readonly disabled: boolean; readonly missing: boolean };

function Format({ option: { id, title, note }, disabled, missing }: FormatProps) {
  return (
    <Radio.Card value={id} disabled={disabled || missing} className={classes['format']}>
      <Radio.Indicator size="xs" disabled={disabled || missing} />
      <span>
        {title}
        <small>{missing ? 'This machine has no encoder for it' : note}</small>
      </span>
    </Radio.Card>
  );
}

type SizeProps = {
  readonly size: Size;
  readonly scale: Scale;
  readonly disabled: boolean;
  readonly onChoose: (scale: Scale) => void;
};

function SizeChoice({ size, scale, disabled, onChoose }: SizeProps) {
  const scales = possibleScales(size);
  const { width, height } = size;
  return (
    <div>
      <Input.Label component="div" id="save-size" mb={4} display="block">
        Size: {width * scale} × {height * scale} pixels
      </Input.Label>
      <SegmentedControl
        size="xs"
        fullWidth
        disabled={disabled}
        aria-labelledby="save-size"
        data={scales.map((factor) => ({ value: String(factor), label: `×${factor}` }))}
        value={String(scale)}
        onChange={(value) => {
          const chosen = scales.find((factor) => String(factor) === value);
          if (chosen !== undefined) onChoose(chosen);
        }}
      />
    </div>
  );
}
