import { ActionIcon, Group, Text, Title, Tooltip } from '@mantine/core';
import { IconArrowsHorizontal, IconZoomIn, IconZoomOut, type TablerIcon } from '@tabler/icons-react';
import { memo } from 'react';
import type { Interval } from '../../../electron/contract/index';
import { LaneLegend } from '../lane-legend';
import { TimelineChart, ZOOM } from './timeline-chart';
import { type Timeline, useTimeline } from './use-timeline';

type Props = {
  readonly devices: readonly string[];
  readonly lanes: readonly (readonly Interval[])[];
  readonly failedLane: number | undefined;
  readonly empty: boolean;
};

export function TimelineSection({ devices, lanes, failedLane, empty }: Props) {
  const timeline = useTimeline(lanes);
  return (
    <section aria-labelledby="timeline">
      <Group justify="space-between" mb="xs" h={32}>
        <Title order={2} id="timeline">
          Timeline
        </Title>
        <Group gap="sm">
          <LaneLegend failed={failedLane !== undefined} />
          <Tools zoom={timeline.zoom} showAll={timeline.showAll} />
        </Group>
      </Group>
      {empty ? (
        <Text size="sm" c="dimmed">
          No step has been evaluated yet.
        </Text>
      ) : (
        <TimelineChart devices={devices} lanes={lanes} failedLane={failedLane} timeline={timeline} />
      )}
      <Text size="xs" c="dimmed">
        Drag to move, Ctrl and wheel to zoom, Shift and wheel to go along.
      </Text>
    </section>
  );
}

/** A running job draws the timeline many times a second, and these not. */
const Tools = memo(function Tools({ zoom, showAll }: Pick<Timeline, 'zoom' | 'showAll'>) {
  return (
    <Group gap={4}>
      <ToolButton label="Zoom out (−)" icon={IconZoomOut} onClick={() => zoom(1 / ZOOM)} />
      <ToolButton label="Zoom in (+)" icon={IconZoomIn} onClick={() => zoom(ZOOM)} />
      <ToolButton label="Show all (0)" icon={IconArrowsHorizontal} onClick={showAll} />
    </Group>
  );
});

type ToolButtonProps = {
  readonly label: string;
  readonly icon: TablerIcon;
  readonly onClick: () => void;
};

function ToolButton({ label, icon: Icon, onClick }: ToolButtonProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" size={28} aria-label={label} onClick={onClick}>
        <Icon size={16} stroke={1.6} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
