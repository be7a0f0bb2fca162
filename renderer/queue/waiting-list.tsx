import {
  type Announcements,
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import { SortableContext, sortableKeyboardCoordinates, verticalListSortingStrategy } from '@dnd-kit/sortable';
import { Stack } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Job } from '../../electron/contract/index';
import { moveJob } from './job-control';
import { dropBefore, placeBefore } from './order';
import { WaitingCard } from './waiting-card';

const INSTRUCTIONS =
  'To move a job, press Space, then the up and down arrow keys, and Space again to drop it. Escape puts it back.';

/** What a screen reader hears of a move: places, because jobs have no names. */
function announcementsFor(order: readonly string[]): Announcements {
  const place = (id: string | number): string => `place ${order.indexOf(String(id)) + 1} of ${order.length}`;
  return {
    onDragStart: ({ active }) => `Picked up the job at ${place(active.id)}.`,
    onDragOver: ({ over }) => (over === null ? undefined : `Over ${place(over.id)}.`),
    onDragEnd: ({ over }) => (over === null ? 'Dropped where it was.' : `Dropped at ${place(over.id)}.`),
    onDragCancel: ({ active }) => `Put back to ${place(active.id)}.`,
  };
}

/** Jobs in their order, which pointer and keyboard can change. */
export function WaitingList({ jobs }: { readonly jobs: readonly Job[] }) {
  // A dropped card stays where it was dropped until the app confirms the new order.
  const [expected, setExpected] = useState<readonly string[]>();
  useEffect(() => {
    if (jobs.length > 0) setExpected(undefined);
  }, [jobs]);
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const order = expected ?? jobs.map(({ id }) => id);
  const drop = ({ active, over }: DragEndEvent): void => {
    if (over === null || active.id === over.id) return;
    const moved = String(active.id);
    const before = dropBefore(order, moved, String(over.id));
    setExpected(placeBefore(order, moved, before));
    moveJob(moved, before);
  };
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={drop}
      accessibility={{
        screenReaderInstructions: { draggable: INSTRUCTIONS },
        announcements: announcementsFor(order),
      }}
    >
      <SortableContext items={[...order]} strategy={verticalListSortingStrategy}>
        <Stack gap={8}>
          {order.map((id) => {
            const job = jobs.find((candidate) => candidate.id === id);
            return job === undefined ? null : <WaitingCard key={id} job={job} />;
          })}
        </Stack>
      </SortableContext>
    </DndContext>
  );
}
