import '@xyflow/react/dist/base.css';
import { useComputedColorScheme } from '@mantine/core';
import { type Edge, ReactFlow } from '@xyflow/react';
import { useEffect, useMemo, useState } from 'react';
import type { Device, EvaluationEvent, Link, Machine } from '../../../electron/contract/index';
import { useRunningJobId } from '../../bridge/queue-store';
import { useTelemetry } from '../../bridge/telemetry-store';
import { bytes } from '../../design/numbers';
import { useSlowly } from '../../design/use-slowly';
import { linkText, useLinks } from '../link-store';
import { toggleFocus, useMachine } from '../machine-store';
import { layoutTopology, type Topology } from './layout';
import classes from './topology.module.css';
import { DeviceNode, type FlowNode, HostNode } from './topology-nodes';
import { type LinkTraffic, trafficOf } from './traffic';

const NODE_TYPES = { host: HostNode, device: DeviceNode, card: DeviceNode } as const;
/** A link counts as busy for this long after bytes have crossed it. */
const BUSY_MS = 600;
const NO_EVENTS: readonly EvaluationEvent[] = [];
const MARGIN = 24;
const LEAST_HEIGHT = 180;

type Props = {
  readonly devices: readonly Device[];
  readonly machine: Machine | undefined;
};

/** The machine as a picture: a click on a device narrows the page to it. The table beside it says the same. */
export function TopologyView({ devices, machine }: Props) {
  const scheme = useComputedColorScheme('light');
  const focus = useMachine((state) => state.focus);
  const topology = useMemo(() => layoutTopology(devices, machine), [devices, machine]);
  const running = useRunningJobId();
  const events = useTelemetry(
    ({ jobs }) => (running === undefined ? undefined : jobs.get(running)) ?? NO_EVENTS,
  );
  const settled = useSlowly(events, running !== undefined);
  const traffic = useMemo(() => trafficOf(settled), [settled]);
  const busy = useBusyLinks(traffic);
  const nodes = useMemo(() => flowNodes(topology, focus), [topology, focus]);
  const measured = useLinks((state) => state.links);
  const edges = useMemo(
    () => flowEdges(topology, { traffic, measured, busy }),
    [topology, traffic, measured, busy],
  );
  const height = Math.max(LEAST_HEIGHT, ...topology.nodes.map(({ y, height }) => y + height + 2 * MARGIN));
  return (
    <section aria-label="Topology" className={classes['frame']} style={{ height }}>
      <ReactFlow
        key={nodes.length}
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        colorMode={scheme}
        fitView
        fitViewOptions={{ padding: `${MARGIN}px`, maxZoom: 1 }}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        panOnDrag={false}
        zoomOnScroll={false}
        zoomOnPinch={false}
        zoomOnDoubleClick={false}
        preventScrolling={false}
        // A click selects first, which takes the focus below: this one is about what had it before.
        onNodeClick={(_, { id }) => id === focus && toggleFocus(id)}
        onNodesChange={(changes) => {
          // A click on a node selects it, and so does Enter.
          for (const change of changes) {
            if (change.type === 'select' && change.selected && change.id !== focus) toggleFocus(change.id);
          }
        }}
        proOptions={{ hideAttribution: true }}
      />
    </section>
  );
}

function flowNodes({ nodes }: Topology, focus: string | null): FlowNode[] {
  const rows = Math.max(
    1,
    ...['left', 'right'].map((side) => nodes.filter((node) => node.side === side).length),
  );
  return nodes.map((node) => ({
    id: node.id,
    type: node.kind,
    position: { x: node.x, y: node.y },
    width: node.width,
    height: node.height,
    selected: node.id === focus,
    selectable: node.kind === 'device',
    focusable: node.kind === 'device',
    ariaLabel: `${node.title}: ${node.detail}`,
    data: { node, rows },
  }));
}

type LinkStates = {
  readonly traffic: ReadonlyMap<string, LinkTraffic>;
  readonly measured: ReadonlyMap<string, Link>;
  /** Devices whose link bytes have just crossed. */
  readonly busy: ReadonlySet<string>;
};

/** What has crossed a link, or what it can carry as far as that was measured, or what it is. */
function labelOf(device: string, { traffic, measured }: LinkStates, otherwise: string): string {
  const crossed = traffic.get(device);
  if (crossed !== undefined) return bytes(crossed.down + crossed.up);
  const link = measured.get(device);
  return link === undefined || link.modelled ? otherwise : linkText(link);
}

function flowEdges({ nodes, links }: Topology, states: LinkStates): Edge[] {
  return links.map(({ id, from, to, row, label }): Edge => {
    const side = nodes.find((node) => node.id === to)?.side;
    return {
      id,
      source: from,
      target: to,
      type: row === null ? 'smoothstep' : 'straight',
      sourceHandle: row === null ? 'out' : `${side}-${row}`,
      targetHandle: row === null ? 'in' : 'host',
      label: labelOf(to, states, label),
      labelStyle: { fill: 'var(--mantine-color-text)', fontSize: 11 },
      labelBgStyle: { fill: 'var(--studio-surface)' },
      className: classes[states.busy.has(to) ? 'busy' : 'still'] ?? '',
    };
  });
}

/** Devices whose link bytes have just crossed. */
function useBusyLinks(traffic: ReadonlyMap<string, LinkTraffic>): ReadonlySet<string> {
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const newest = Math.max(0, ...[...traffic.values()].map(({ lastAt }) => lastAt));
    const crossing = [...traffic]
      .filter(([, { lastAt }]) => lastAt > newest - BUSY_MS)
      .map(([device]) => device);
    setBusy(new Set(crossing));
    if (crossing.length === 0) return undefined;
    const timer = setTimeout(() => setBusy(new Set()), BUSY_MS);
    return () => clearTimeout(timer);
  }, [traffic]);
  return busy;
}
