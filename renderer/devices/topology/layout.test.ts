import { describe, expect, it } from 'vitest';
import type { Device, Machine } from '../../../electron/contract/index';
import { layoutTopology, type Place } from './layout';

const model = { evaluationMs: 500, speed: 1, latencyMs: 0.01, gigabytesPerSecond: 12 };
const devicesOf = (count: number): Device[] =>
  Array.from({ length: count }, (_, i) => ({
    id: `virtual:${i}`,
    name: 'Virtual device',
    kind: 'virtual',
    model,
  }));

const overlap = (a: Place, b: Place): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe('layoutTopology', () => {
  it.each(Array.from({ length: 16 }, (_, i) => i + 1))('lays %i devices out without overlap', (count) => {
    const { nodes, links } = layoutTopology(devicesOf(count), undefined);
    expect(nodes).toHaveLength(count + 1);
    for (const [i, a] of nodes.entries()) {
      for (const b of nodes.slice(i + 1)) expect(overlap(a, b), `${a.id} and ${b.id}`).toBe(false);
    }
    expect(links.map(({ to }) => to)).toEqual(devicesOf(count).map(({ id }) => id));
    expect(layoutTopology(devicesOf(count), undefined)).toEqual({ nodes, links });
  });

  it('keeps links level: each leaves the host in the row of its device', () => {
    const { nodes, links } = layoutTopology(devicesOf(9), undefined);
    const [host] = nodes;
    for (const { to, row } of links) {
      const node = nodes.find(({ id }) => id === to);
      expect(node?.y).toBe((row ?? 0) * 76);
      expect((node?.y ?? 0) + (node?.height ?? 0)).toBeLessThanOrEqual(host?.height ?? 0);
    }
  });

  it('draws direct links between cards, and tells identical cards apart', () => {
    const card = (key: string, badge: string | null): Machine['adapters'][number] => ({
      key,
      name: 'RTX 3090',
      vendor: 'NVIDIA',
      badge,
      uuid: key,
      pciBusId: '00000000:21:00.0',
      driver: null,
      computeCapability: null,
      numaNode: 0,
      memory: { total: 24 * 2 ** 30, used: null, thisApp: null, free: null },
      load: null,
      celsius: null,
      watts: null,
    });
    const machine: Machine = {
      host: {
        processor: 'A',
        cores: 64,
        nodes: [
          { node: 0, processors: 32 },
          { node: 1, processors: 32 },
        ],
        memory: { total: 1, used: 0, thisApp: 0, free: 1 },
        load: null,
      },
      adapters: [card('a', '#1'), card('b', '#2')],
      links: [
        { between: ['a', 'b'], kind: 'NV4' },
        { between: ['a', 'b'], kind: 'SYS' },
      ],
      problems: [],
    };
    const { nodes, links } = layoutTopology([], machine);
    expect(nodes.map(({ title }) => title)).toEqual(['A', 'RTX 3090 #1', 'RTX 3090 #2']);
    expect(nodes[0]?.detail).toBe('64 cores on 2 NUMA nodes');
    expect(links.filter(({ row }) => row === null).map(({ label }) => label)).toEqual(['NV4']);
  });
});
