import { ActionIcon, Button, Group, List, NumberInput, Text, Title } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { MAX_VIRTUAL_DEVICES, type VirtualModel } from '../../electron/contract/index';
import { changeSettings, useSettings } from '../bridge/catalogue-stores';
import { readyValue } from '../bridge/loadable';
import { attempt } from '../design/notify';
import { count } from '../design/numbers';
import { describeModel } from './describe-device';

/** The form's fields, in units that people think in; the bounds are those of the contract. */
const FIELDS = [
  { name: 'devices', label: 'How many', suffix: '', initial: 4, min: 1, max: MAX_VIRTUAL_DEVICES },
  { name: 'evaluationMs', label: 'One step', suffix: ' ms', initial: 500, min: 0, max: 3_600_000 },
  { name: 'gigabytesPerSecond', label: 'Link', suffix: ' GB/s', initial: 12, min: 0.001, max: 10_000 },
  { name: 'latencyUs', label: 'Latency', suffix: ' µs', initial: 10, min: 0, max: 10_000_000 },
] as const;
type FieldName = (typeof FIELDS)[number]['name'];
type Typed = Readonly<Record<FieldName, string | number>>;

const save = (virtualDevices: VirtualModel[]): void =>
  attempt('The virtual devices could not be changed', () => changeSettings({ virtualDevices }));

/** Devices that only model their time, to plan a machine or to see how many devices would work together. */
export function VirtualDevices() {
  const models = useSettings(({ settings }) => readyValue(settings)?.virtualDevices) ?? [];
  return (
    <section aria-labelledby="virtual-devices">
      <Title order={2} id="virtual-devices">
        Virtual devices
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        They take the time that you give them and compute nothing, so what they make is made up. Use them to
        plan a machine, or to see how many devices would work together.
      </Text>
      <AddDevices models={models} />
      {models.length > 0 && (
        <List size="sm" listStyleType="none" mt="sm" spacing={2}>
          {models.map((model, i) => (
            // Devices are their place in the list.
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            <List.Item key={i}>
              <Group gap="xs">
                <Text span size="sm" ff="monospace">{`virtual:${i}`}</Text>
                <Text span size="sm" c="dimmed">
                  {describeModel(model)}
                </Text>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size="sm"
                  aria-label={`Remove virtual:${i}`}
                  onClick={() => save(models.filter((_, other) => other !== i))}
                >
                  <IconX size={14} />
                </ActionIcon>
              </Group>
            </List.Item>
          ))}
        </List>
      )}
    </section>
  );
}

function AddDevices({ models }: { readonly models: readonly VirtualModel[] }) {
  const [typed, setTyped] = useState<Typed>(
    Object.fromEntries(FIELDS.map(({ name, initial }) => [name, initial])) as Typed,
  );
  const room = MAX_VIRTUAL_DEVICES - models.length;
  const devices = Number(typed.devices);
  const possible = FIELDS.every((field) => isInside(typed[field.name], field)) && devices <= room;
  const add = (): void => {
    const model: VirtualModel = {
      evaluationMs: Number(typed.evaluationMs),
      speed: 1,
      latencyMs: Number(typed.latencyUs) / 1000,
      gigabytesPerSecond: Number(typed.gigabytesPerSecond),
    };
    save([...models, ...Array.from({ length: devices }, () => model)]);
  };
  return (
    <Group gap="sm" align="end">
      {FIELDS.map(({ name, label, suffix, min, max }) => (
        <NumberInput
          key={name}
          label={label}
          w={112}
          min={min}
          max={max}
          suffix={suffix}
          allowDecimal={name !== 'devices'}
          allowNegative={false}
          value={typed[name]}
          onChange={(value) => setTyped((before) => ({ ...before, [name]: value }))}
        />
      ))}
      <Button size="xs" variant="default" disabled={!possible} onClick={add}>
        Add {possible ? count(devices, 'virtual device') : 'virtual devices'}
      </Button>
      {models.length > 0 && (
        <Button size="xs" variant="subtle" color="gray" onClick={() => save([])}>
          Remove all
        </Button>
      )}
    </Group>
  );
}

/** An empty field is no number, not zero. */
const isInside = (typed: string | number, { min, max }: { min: number; max: number }): boolean =>
  typed !== '' && Number(typed) >= min && Number(typed) <= max;
