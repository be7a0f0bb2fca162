import { Badge, Button, Group, Text, Title } from '@mantine/core';
import type { Model, ModelOf } from '../../electron/contract/index';
import { goTo } from '../app/navigation';
import { request } from '../bridge/client';
import { chooseModel, useForm } from '../create/form/form-store';
import { attempt } from '../design/notify';
import { bytes, count } from '../design/numbers';
import { KIND_TITLES } from '../generation/kinds';
import { confirmRemoval } from './confirm-removal';
import classes from './model-card.module.css';

type Fact = readonly [name: string, value: string];

function facts(model: Model): Fact[] {
  const { license, source, folder } = model;
  const about: Fact[] = [
    ['Licence', license],
    ['Source', source],
    ['Folder', folder],
  ];
  return [...kindFacts(model), ...about.filter(([, value]) => value !== '')];
}

function kindFacts(model: Model): Fact[] {
  switch (model.kind) {
    case 'text-to-video': {
      const { limits } = model;
      const longest = Math.max(...limits.frameCounts);
      return [
        clipFact(model),
        ['Sizes', `multiples of ${limits.sizeUnit} pixels, up to ${count(longest, 'frame')}`],
        ['Prompt', `up to ${count(limits.promptTokens, 'token')}`],
      ];
    }
    case 'image-to-video':
      return [
        clipFact(model),
        ['Sizes', `multiples of ${model.limits.sizeUnit} pixels`],
        ['Picture', 'any, cropped or padded to the size'],
      ];
    case 'text-to-audio':
      return [
        ['Makes', `${model.defaults.seconds} s of sound`],
        ['Lengths', `${model.limits.minSeconds} to ${model.limits.maxSeconds} s`],
        ['Prompt', `up to ${count(model.limits.promptTokens, 'token')}`],
      ];
  }
}

function clipFact({ defaults }: ModelOf<'text-to-video' | 'image-to-video'>): Fact {
  const { width, height, frames, fps } = defaults;
  return ['Makes', `${width} × ${height} pixels, ${count(frames, 'frame')} at ${fps} a second`];
}

export function ModelCard({ model }: { readonly model: Model }) {
  const inUse = useForm(({ values }) => values.model === model.id);
  const use = (): void => {
    if (!inUse) chooseModel(model);
    goTo('create');
  };
  return (
    <article className={classes['card']}>
      <Group gap="xs">
        <Title order={2}>{model.title}</Title>
        {model.bundled && (
          <Badge variant="default" tt="none">
            Comes with the app
          </Badge>
        )}
      </Group>
      <Text size="xs" c="dimmed" className="tabular">
        {KIND_TITLES[model.kind]} · {bytes(model.bytes)}
      </Text>
      <Text size="sm" mt="xs">
        {model.description}
      </Text>
      <dl className={classes['facts']}>
        {facts(model).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd title={value}>{value}</dd>
          </div>
        ))}
      </dl>
      <Group gap="xs" mt="auto">
        <Button size="xs" variant={inUse ? 'default' : 'light'} onClick={use}>
          {inUse ? 'In use' : 'Use in Create'}
        </Button>
        <Button
          size="xs"
          variant="subtle"
          onClick={() =>
            attempt('The folder could not be shown', () => request('models.reveal', { model: model.id }))
          }
        >
          Show in folder
        </Button>
        <Button
          size="xs"
          variant="subtle"
          onClick={() =>
            attempt('The model could not be verified', () => request('models.verify', { model: model.id }))
          }
        >
          Verify
        </Button>
        {model.removable && (
          <Button size="xs" variant="subtle" color="red" onClick={() => confirmRemoval(model)}>
            Remove
          </Button>
        )}
      </Group>
    </article>
  );
}
