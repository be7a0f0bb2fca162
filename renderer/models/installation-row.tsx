import { Box, Button, Group, Progress, Text } from '@mantine/core';
import type { Installation } from '../../electron/contract/index';
import { request } from '../bridge/client';
import { attempt } from '../design/notify';
import { Sentence } from '../design/sentence';
import classes from './installation-row.module.css';
import { installationText, shareDone, shareText } from './installation-text';

/** One download, copy or verification: how far it is, and what can be done about it. */
export function InstallationRow({ installation }: { readonly installation: Installation }) {
  const { source, title, license, state, problem } = installation;
  const text = installationText(installation);
  return (
    <article className={classes['row']} aria-label={title ?? source}>
      <Group justify="space-between" wrap="nowrap" gap="md">
        <div className={classes['words']}>
          <Text size="sm" fw={500} truncate>
            {title ?? source}
          </Text>
          <Text size="xs" c="dimmed" truncate>
            {[title !== null && title !== source && source, license !== null && `Licence: ${license}`]
              .filter(Boolean)
              .join(' · ')}
          </Text>
          <Text size="xs" c="dimmed" className="tabular" truncate>
            {text}
          </Text>
        </div>
        <Buttons installation={installation} />
      </Group>
      {state !== 'done' && (
        <Progress.Root size="xs" mt={8}>
          <Progress.Section
            value={shareDone(installation) * 100}
            {...(state !== 'running' && { color: 'gray' })}
            aria-label={`Progress of ${title ?? source}`}
            aria-valuetext={shareText(installation)}
          />
        </Progress.Root>
      )}
      {problem !== null && (
        <Box mt={8}>
          <Sentence>{problem}</Sentence>
        </Box>
      )}
    </article>
  );
}

function Buttons({
  installation: { id, kind, state, title, source },
}: {
  readonly installation: Installation;
}) {
  const name = title ?? source;
  const act = (action: 'stop' | 'resume' | 'discard') => (): void =>
    attempt('That could not be done', () => request(`models.${action}Installation`, { installation: id }));
  if (state === 'running') {
    return (
      <Button size="xs" variant="default" onClick={act('stop')} aria-label={`Stop ${name}`}>
        Stop
      </Button>
    );
  }
  return (
    <Group gap="xs" wrap="nowrap">
      {state !== 'done' && (
        <Button size="xs" variant="light" onClick={act('resume')} aria-label={`Go on with ${name}`}>
          {kind === 'download' ? 'Resume' : 'Try again'}
        </Button>
      )}
      <Button size="xs" variant="subtle" onClick={act('discard')} aria-label={`Discard ${name}`}>
        {kind === 'download' ? 'Discard' : 'Dismiss'}
      </Button>
    </Group>
  );
}
