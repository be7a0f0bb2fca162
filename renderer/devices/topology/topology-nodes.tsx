import { Text } from '@mantine/core';
import { Handle, type Node, type NodeProps, Position } from '@xyflow/react';
import type { TopologyNode } from './layout';
import classes from './topology.module.css';

export type FlowNode = Node<{ readonly node: TopologyNode; readonly rows: number }>;

/** A device or a card; the link to the host ends at the side that faces it. */
export function DeviceNode({ data: { node }, selected }: NodeProps<FlowNode>) {
  const towardsHost = node.side === 'left' ? Position.Right : Position.Left;
  const outwards = node.side === 'left' ? Position.Left : Position.Right;
  return (
    <div className={classes['device']} data-kind={node.kind} data-selected={selected}>
      <Text size="sm" fw={600} truncate>
        {node.title}
      </Text>
      <Text size="xs" c="dimmed" truncate>
        {node.detail}
      </Text>
      <Handle type="target" id="host" position={towardsHost} className={classes['handle']} />
      <Handle type="source" id="out" position={outwards} className={classes['handle']} />
      <Handle type="target" id="in" position={outwards} className={classes['handle']} />
    </div>
  );
}

/** The host, with one place for a link in every row on both sides. */
export function HostNode({ data: { node, rows } }: NodeProps<FlowNode>) {
  return (
    <div className={classes['host']}>
      <Text size="sm" fw={600} lineClamp={2}>
        {node.title}
      </Text>
      <Text size="xs" c="dimmed" lineClamp={2}>
        {node.detail}
      </Text>
      {Array.from({ length: rows }, (_, row) => row).flatMap((row) =>
        (['left', 'right'] as const).map((side) => (
          <Handle
            key={`${side}-${row}`}
            type="source"
            id={`${side}-${row}`}
            position={side === 'left' ? Position.Left : Position.Right}
            style={{ top: row * 76 + 30 }}
            className={classes['handle']}
          />
        )),
      )}
    </div>
  );
}
