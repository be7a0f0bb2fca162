/** Where devices, hosts and links stand: decided by the machine alone, so the picture never moves by itself. */
import type { Device, LinkKind, Machine } from '../../../electron/contract/index';
import { PROVIDERS } from '../describe-device';

export const CARD = { width: 208, height: 60 } as const;
const HOST_WIDTH = 168;
const ROW = 76;
const GAP = 132;
/** Up to this many things stand on one side of the host. */
const ONE_SIDE = 4;

export type Place = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

export type TopologyNode = Place & {
  readonly id: string;
  readonly kind: 'host' | 'device' | 'card';
  readonly title: string;
  readonly detail: string;
  readonly side: 'left' | 'right' | 'middle';
};

export type TopologyLink = {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** Where on the host's edge the link leaves, in rows from the top; null between two cards. */
  readonly row: number | null;
  readonly label: string;
  readonly kind: 'host' | LinkKind;
};

export type Topology = { readonly nodes: readonly TopologyNode[]; readonly links: readonly TopologyLink[] };

type Leaf = Pick<TopologyNode, 'id' | 'kind' | 'title' | 'detail'> & { readonly link: string };

/**
 * The host in the middle as tall as its neighbours need it, devices and cards beside it in rows, first down the
 * right side, from the fifth on halved between both. Links to the host are level, so that none crosses another.
 */
export function layoutTopology(devices: readonly Device[], machine: Machine | undefined): Topology {
  const leaves = [...devices.map(leafOfDevice), ...(machine?.adapters ?? []).map(leafOfCard)];
  const left = leaves.length > ONE_SIDE ? leaves.slice(0, Math.ceil(leaves.length / 2)) : [];
  const right = leaves.slice(left.length);
  const rows = Math.max(left.length, right.length, 1);
  const hostX = left.length > 0 ? CARD.width + GAP : 0;
  const column = (column: readonly Leaf[], side: 'left' | 'right'): TopologyNode[] =>
    column.map(({ id, kind, title, detail }, row) => ({
      ...{ id, kind, title, detail, side },
      x: side === 'left' ? 0 : hostX + HOST_WIDTH + GAP,
      y: row * ROW,
      ...CARD,
    }));
  const host: TopologyNode = {
    id: 'host',
    kind: 'host',
    title: machine?.host.processor ?? 'This computer',
    detail: hostDetail(machine),
    side: 'middle',
    x: hostX,
    y: 0,
    width: HOST_WIDTH,
    height: (rows - 1) * ROW + CARD.height,
  };
  const toHost = (side: readonly Leaf[]): TopologyLink[] =>
    side.map(({ id, link }, row) => ({
      id: `host–${id}`,
      from: 'host',
      to: id,
      row,
      label: link,
      kind: 'host',
    }));
  return {
    nodes: [host, ...column(left, 'left'), ...column(right, 'right')],
    links: [...toHost(left), ...toHost(right), ...cardLinks(machine)],
  };
}

function leafOfDevice(device: Device): Leaf {
  const { id, name } = device;
  switch (device.kind) {
    case 'cpu':
      return {
        ...{ id, kind: 'device', title: id },
        detail: `${name}, ${device.threads} ${device.threads === 1 ? 'thread' : 'threads'}`,
        link: 'shared memory',
      };
    case 'accelerator':
      return {
        ...{ id, kind: 'device', title: id },
        detail: device.problem === null ? `${name}, ${PROVIDERS[device.provider]}` : `${name}, left out`,
        link: 'PCIe',
      };
    case 'virtual': {
      const { evaluationMs, speed, gigabytesPerSecond } = device.model;
      return {
        ...{ id, kind: 'device', title: id },
        detail: `Virtual, ${Number((evaluationMs / speed).toPrecision(4))} ms a step`,
        link: `${gigabytesPerSecond} GB/s`,
      };
    }
  }
}

function leafOfCard({ key, name, badge, vendor, memory, pciBusId }: Machine['adapters'][number]): Leaf {
  const size = memory === null ? vendor : `${Math.round(memory.total / 2 ** 30)} GiB`;
  return {
    id: key,
    kind: 'card',
    title: badge === null ? name : `${name} ${badge}`,
    detail: pciBusId === null ? size : `${size}, ${pciBusId.replace(/^0+:/, '')}`,
    link: vendor === 'Apple' ? 'unified memory' : 'PCIe',
  };
}

function hostDetail(machine: Machine | undefined): string {
  if (machine === undefined) return '';
  const { cores, nodes } = machine.host;
  return nodes.length > 1 ? `${cores} cores on ${nodes.length} NUMA nodes` : `${cores} cores`;
}

/** Only direct links are drawn: what goes over the host is drawn as the links to it. */
function cardLinks(machine: Machine | undefined): TopologyLink[] {
  return (machine?.links ?? [])
    .filter(({ kind }) => kind.startsWith('NV') || kind === 'PIX')
    .map(({ between: [from, to], kind }) => ({
      id: `${from}–${to}`,
      from,
      to,
      row: null,
      label: kind,
      kind,
    }));
}
