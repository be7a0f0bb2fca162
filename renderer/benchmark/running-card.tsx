import { Button, Group, Paper, Progress, Text } from '@mantine/core';
import type { BenchmarkProgress } from '../../electron/contract/index';
import { request } from '../bridge/client';
import { attempt } from '../design/notify';
import { duration } from '../design/numbers';

/** How far the benchmark is, and what stops it. */
export function RunningCard({ progress }: { readonly progress: BenchmarkProgress }) {
  const { title, run, runs, what, share, secondsLeft } = progress;
  const left = secondsLeft === null ? '' : ` · ${duration(secondsLeft)} left`;
  const text = `Run ${run + 1} of ${runs}${left}`;
  return (
    <Paper withBorder p="md" component="section" aria-label="Running benchmark">
      <Group justify="space-between" wrap="nowrap" mb="xs">
        <div style={{ minWidth: 0 }}>
          <Text size="sm" fw={500} truncate>
            {title}
          </Text>
          <Text size="xs" c="dimmed" truncate>
            {what}
          </Text>
        </div>
        <Button
          size="xs"
          variant="default"
          onClick={() => attempt('The benchmark could not be stopped', () => request('benchmark.stop'))}
        >
          Stop
        </Button>
      </Group>
      <Progress.Root size="sm">
        <Progress.Section value={share * 100} aria-label="Progress of the benchmark" aria-valuetext={text} />
      </Progress.Root>
      <Text size="xs" mt="xs" className="tabular">
        {text}
      </Text>
      <Text size="xs" c="dimmed">
        Jobs wait in the queue until it has ended. Leave the machine alone meanwhile: what else it does is
        measured with it.
      </Text>
    </Paper>
  );
}
