import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { type Device, isUsable, type Reuse } from '../../../electron/contract/index';
import { goTo } from '../../app/navigation';
import { useDevices } from '../../bridge/catalogue-stores';
import { readyValue } from '../../bridge/loadable';
import { useRunningJobId } from '../../bridge/queue-store';
import { useForm, useFormModel } from '../../create/form/form-store';
import { NumberField } from '../../create/form/number-field';
import { STRATEGIES } from '../../create/form/reuse-strategies';
import type { FormValues } from '../../create/form/values';
import { Hint, Hinted } from '../../design/hint';
import { count } from '../../design/numbers';
import { Sentence } from '../../design/sentence';
import { describeDevice } from '../../devices/describe-device';
import { KIND_TITLES } from '../../generation/kinds';
import { NumberChips } from './number-chips';
import { checkOrder, degreesOf, devicesOf, orderOf } from './order';
import { measure } from './order-form';
import { changeOrder, type OrderValues, useOrder } from './order-store';

const NO_DEVICES: readonly Device[] = [];
const BATCHES = [1, 2, 4] as const;

/** Sequential against parallel plans, on this machine's devices, for what Create's form asks for. */
export function PlansForm({ busy }: { readonly busy: boolean }) {
  const order = useOrder();
  const form = useForm((state) => state.values);
  const model = useFormModel();
  const devices = useDevices((state) => readyValue(state.devices));
  const running = useRunningJobId();
  const check = checkOrder(order, form, model, devices);
  const reason = busy
    ? 'A benchmark is running.'
    : running !== undefined
      ? 'A job is running: wait for it, or cancel it first.'
      : check.ok
        ? undefined
        : check.reason;
  return (
    <>
      <WhatIsMade values={form} title={model?.title} />
      <DevicesAndDegrees order={order} form={form} devices={devices ?? NO_DEVICES} />
      <NumberChips
        label="Steps in one run"
        hint={
          <Hint term="Steps in one run">
            A device can predict several steps in one run of the model, which pays where one leaves it idle.
            Each number is tried with every choice of devices, and on one alone.
          </Hint>
        }
        numbers={BATCHES}
        chosen={order.batches}
        onChange={(batches) => changeOrder({ batches })}
      />
      <ReuseChoice chosen={order.reuses} />
      <Hinted
        term="Seeds"
        hint="Every plan makes a clip with each of these seeds. More seeds tell better how much times vary."
      >
        <NumberField label="Seeds" value={order.seeds} onValue={(seeds) => changeOrder({ seeds })} />
      </Hinted>
      <Button disabled={reason !== undefined} onClick={() => check.ok && measure(() => orderOf(check))}>
        Measure
      </Button>
      {reason !== undefined ? (
        <Sentence kind="warning">{reason}</Sentence>
      ) : (
        check.ok && (
          <Text size="xs" c="dimmed">
            {count(check.runs, 'run')}: every plan once to warm up, and once with each seed.
          </Text>
        )
      )}
    </>
  );
}

function WhatIsMade({ values, title }: { readonly values: FormValues; readonly title: string | undefined }) {
  return (
    <div>
      <Text size="xs" fw={500}>
        What is made
      </Text>
      <Text size="xs" c="dimmed">
        {KIND_TITLES[values.kind]}, {title ?? 'no model'}, {count(Number(values.steps), 'step')}, with the
        settings that Create holds.
      </Text>
      <Button size="compact-xs" variant="subtle" ml={-8} onClick={() => goTo('create')}>
        Change in Create
      </Button>
    </div>
  );
}

type DevicesProps = {
  readonly order: OrderValues;
  readonly form: FormValues;
  readonly devices: readonly Device[];
};

function DevicesAndDegrees({ order, form, devices }: DevicesProps) {
  const chosen = devicesOf(order, form, devices);
  const possible = Array.from({ length: Math.max(0, chosen.length - 1) }, (_, i) => i + 2);
  return (
    <>
      <Checkbox.Group
        label="Devices"
        size="xs"
        value={chosen}
        onChange={(ids) => changeOrder({ devices: ids })}
      >
        <Stack gap={8} pt={4}>
          {devices.filter(isUsable).map((device) => (
            <Checkbox key={device.id} value={device.id} size="xs" label={describeDevice(device)} />
          ))}
        </Stack>
      </Checkbox.Group>
      {possible.length > 0 && (
        <NumberChips
          label="At the same time, beside one alone"
          numbers={possible}
          chosen={degreesOf(order, chosen.length)}
          onChange={(degrees) => changeOrder({ degrees })}
        />
      )}
    </>
  );
}

function ReuseChoice({ chosen }: { readonly chosen: readonly Reuse[] }) {
  return (
    <Checkbox.Group
      label="Reuse"
      size="xs"
      value={[...chosen]}
      onChange={(ids) =>
        changeOrder({ reuses: STRATEGIES.map(({ id }) => id).filter((id) => ids.includes(id)) })
      }
    >
      <Group gap="md" pt={4}>
        {STRATEGIES.map(({ id, title }) => (
          <Checkbox key={id} value={id} size="xs" label={title} />
        ))}
      </Group>
    </Checkbox.Group>
  );
}
