import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { machineSchema } from '../../contract/machine';
import { Discovery } from './discover';
import { adaptersOf } from './graphics';
import { countProcessors, numaNodes } from './numa-nodes';
import { parseTopology } from './nvidia-topology';
import type { RunTool, ToolAnswer } from './run-tool';
import { toolRunner } from './run-tool';

const fixtures = fileURLToPath(new URL('../../../test/fixtures/nvidia-smi', import.meta.url));
const read = (name: string): string => readFileSync(join(fixtures, name), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'parastep-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const said = (text: string): ToolAnswer => ({ ok: true, text });
const failed = (text: string): ToolAnswer => ({ ok: false, reason: 'failed', text });

/** An nvidia-smi that answers as it would on one of the machines of the fixtures. */
function onMachine(name: string): RunTool {
  return async (_, [first = '']) => {
    if (first.startsWith('--query-gpu')) return said(read(`${name}.cards.csv`));
    if (first.startsWith('--query-compute-apps')) {
      return name === 'nvlink'
        ? said(read('nvlink.processes.csv'))
        : said('gpu_uuid, pid, used_gpu_memory [MiB]\n');
    }
    return said(read(`${name}.topology.txt`));
  };
}

const machineOf = async (run: RunTool, pids: number[] = []) =>
  machineSchema.parse(await new Discovery({ run, controllers: async () => [] }).machine(pids));

const GIB = 2 ** 30;

describe('NVIDIA cards', () => {
  it('one', async () => {
    const { adapters, links, problems } = await machineOf(onMachine('one'));
    expect(adapters).toHaveLength(1);
    expect(adapters[0]).toMatchObject({
      name: 'RTX 5060 Ti',
      badge: null,
      pciBusId: '00000000:01:00.0',
      driver: '580.178.04',
      computeCapability: '12.0',
      // The matrix says N/A, one column further to the right.
      numaNode: null,
      load: 0,
      celsius: 34,
      watts: 4.31,
      memory: { total: 16_311 * 2 ** 20, used: 2 ** 20, thisApp: 0 },
    });
    expect([links, problems]).toEqual([[], []]);
  });

  it('two with NVLink, with badges, and the memory of this app told apart', async () => {
    const { adapters, links } = await machineOf(onMachine('nvlink'), [2921, 5000]);
    expect(adapters.map(({ name, badge }) => `${name} ${badge}`)).toEqual(['RTX 3090 #1', 'RTX 3090 #2']);
    expect(adapters.map(({ numaNode }) => numaNode)).toEqual([0, 0]);
    expect(links).toEqual([{ between: [adapters[0]?.key, adapters[1]?.key], kind: 'NV4' }]);
    expect(adapters.map(({ memory }) => memory?.thisApp)).toEqual([22_934 * 2 ** 20, 0]);
  });

  it('four on PCIe alone, over two sockets', async () => {
    const { adapters, links } = await machineOf(onMachine('four-pcie'));
    expect(adapters.map(({ name, numaNode }) => `${name} ${numaNode}`)).toEqual([
      'L40S 0',
      'L40S 0',
      'L40S 1',
      'L40S 1',
    ]);
    expect(links.map(({ kind }) => kind)).toEqual(['PHB', 'SYS', 'SYS', 'SYS', 'SYS', 'PHB']);
  });

  it('four unlike ones, by an old driver with other columns and other names', async () => {
    const answers = onMachine('unlike');
    const asked: string[] = [];
    const { adapters, links } = await machineOf(async (program, args) => {
      asked.push(args.join(' '));
      if (args.join(' ').includes('compute_cap')) {
        return failed('Field "compute_cap" is not a valid field to query.');
      }
      return answers(program, args);
    });
    expect(asked.filter((args) => args.startsWith('--query-gpu'))).toHaveLength(2);
    expect(adapters.map(({ name }) => name)).toEqual([
      'GeForce RTX 3090',
      'GeForce RTX 3080',
      'Quadro P4000',
      'GeForce GTX 1080 Ti',
    ]);
    expect(
      adapters.every(({ computeCapability, watts, badge }) => !computeCapability && !watts && !badge),
    ).toBe(true);
    expect(links.map(({ kind }) => kind)).toEqual(['PHB', 'SYS', 'SYS', 'SYS', 'SYS', 'PHB']);
    expect(adapters.every(({ numaNode }) => numaNode === null)).toBe(true);
  });

  it('eight over two sockets', async () => {
    const { adapters, links } = await machineOf(onMachine('eight'));
    expect(adapters.map(({ numaNode }) => numaNode)).toEqual([0, 0, 0, 0, 0, 0, 1, 1]);
    expect(adapters[0]?.watts).toBeNull();
    expect(adapters[7]).toMatchObject({ badge: '#8', memory: { total: 24_564 * 2 ** 20 } });
    expect(links).toHaveLength(28);
    const count = (wanted: string): number => links.filter(({ kind }) => kind === wanted).length;
    expect(['PHB', 'NODE', 'SYS'].map(count)).toEqual([4, 12, 12]);
  });

  it('asks for the links once for the same cards, and for no card at all where only memory is of interest', async () => {
    const asked: string[] = [];
    const answers = onMachine('nvlink');
    const discovery = new Discovery({
      run: async (program, args) => {
        asked.push(args.join(' '));
        return answers(program, args);
      },
      controllers: async () => [],
    });
    const first = await discovery.machine();
    const again = await discovery.machine();
    expect(again.links).toEqual(first.links);
    expect(asked.filter((args) => args === 'topo -m')).toHaveLength(1);

    asked.length = 0;
    const ownPids = [2921];
    expect(
      (await discovery.memory({ ownPids, cards: true })).adapters.map(({ memory }) => memory?.thisApp),
    ).toEqual([22_934 * 2 ** 20, 0]);
    expect(asked).toHaveLength(2);
    const { host, adapters } = await discovery.memory({ ownPids, cards: false });
    expect(adapters).toEqual([]);
    expect(host.memory.free).toBeGreaterThan(0);
    expect(asked).toHaveLength(2);
  });

  it('does not take for nothing what the driver does not tell of this app', async () => {
    const answers = onMachine('nvlink');
    const { adapters } = await machineOf(
      async (program, args) =>
        args[0]?.startsWith('--query-compute-apps')
          ? said(read('nvlink.processes.csv').replace(/(2921), .*/, '$1, [N/A]'))
          : answers(program, args),
      [2921],
    );
    expect(adapters.map(({ memory }) => memory?.thisApp)).toEqual([null, 0]);
  });

  it('beside network cards, some without processors of their own', () => {
    const { links, nodes } = parseTopology(read('network.topology.txt'));
    expect(links.map(({ kind }) => kind)).toEqual(['NV4', 'NV4', 'NV4', 'NV4', 'NV4', 'NV4']);
    expect([...nodes]).toEqual([
      [0, 0],
      [1, 0],
      [2, 1],
      [3, 1],
    ]);
  });

  it('none, without a word about it', async () => {
    for (const answer of [
      { ok: false, reason: 'missing', text: 'spawn nvidia-smi ENOENT' } as const,
      failed('No devices were found'),
    ]) {
      expect(await machineOf(async () => answer)).toMatchObject({ adapters: [], links: [], problems: [] });
    }
  });

  it.each([
    ['a broken driver', failed(read('broken.txt')), /broken.*Restart/],
    ['a driver that was just updated', failed(read('mismatch.txt')), /just been updated/],
    ['a tool that says something else', said('Segmentation fault\n'), /not understood.*Segmentation fault/],
    ['a tool that says nothing', said(''), /not understood/],
  ])('%s is told', async (_, answer, problem) => {
    const machine = await machineOf(async () => answer);
    expect(machine.adapters).toEqual([]);
    expect(machine.problems).toEqual([expect.stringMatching(problem)]);
  });

  it('a card that falls off the bus is gone from the next answer and told of; the others stay', async () => {
    let lost = false;
    const discovery = new Discovery({
      run: async (program, args) =>
        lost && args[0]?.startsWith('--query-gpu')
          ? failed(read('lost-card.cards.txt'))
          : onMachine('nvlink')(program, args),
      controllers: async () => [],
    });
    expect((await discovery.machine()).adapters).toHaveLength(2);
    lost = true;
    const after = await discovery.machine();
    expect(after.adapters.map((adapter) => adapter.name)).toEqual(['RTX 3090']);
    expect(after.links).toEqual([]);
    expect(after.problems).toEqual([expect.stringMatching(/card 0000:0A:00\.0 .*restart the computer/)]);
  });

  it('the only card is lost', async () => {
    const machine = await machineOf(async () => failed(read('lost.txt')));
    expect(machine.problems).toEqual([expect.stringMatching(/card 0000:01:00\.0 .*restart the computer/)]);
  });
});

describe.skipIf(process.platform === 'win32')('toolRunner', () => {
  const script = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, `#!/bin/sh\n${text}\n`);
    chmodSync(path, 0o755);
    return path;
  };

  it('ends a tool that hangs, and tells a missing one from a failing one', async () => {
    const run = toolRunner(300);
    const started = performance.now();
    // `exec`, so that what is ended is what hangs.
    expect(await run(script('hangs', 'exec sleep 60'), [])).toMatchObject({ ok: false, reason: 'late' });
    expect(performance.now() - started).toBeLessThan(20_000);
    expect(await run(join(folder, 'nowhere'), [])).toMatchObject({ ok: false, reason: 'missing' });
    expect(await toolRunner(20_000)(script('fails', 'echo no >&2; exit 9'), [])).toEqual({
      ok: false,
      reason: 'failed',
      text: 'no',
    });
  });

  it('a hanging driver is told as one', async () => {
    const machine = await machineOf(async () => ({ ok: false, reason: 'late', text: '' }));
    expect(machine.problems).toEqual([expect.stringMatching(/does not answer/)]);
  });
});

describe('other adapters', () => {
  it('are listed by vendor, NVIDIA ones only where the driver told of none', () => {
    const controllers = [
      {
        vendor: 'Advanced Micro Devices, Inc. [AMD/ATI]',
        model: 'Radeon RX 7900 XTX',
        vram: 24_576,
        bus: 'PCIe',
        busAddress: '03:00.0',
      },
      { vendor: 'Apple', model: 'Apple M2 Max', vram: null, bus: 'Built-In' },
      { vendor: 'NVIDIA', model: 'NVIDIA GeForce RTX 3060', vram: 12_288, bus: 'PCIe' },
      { vendor: 'Matrox', model: 'G200eW3', vram: 16, bus: 'PCI' },
      { vendor: 'Intel Corporation', model: 'UHD 770', vram: 256, vramDynamic: true, bus: 'Onboard' },
    ];
    const found = adaptersOf(controllers, { nvidia: true });
    expect(found.map(({ vendor }) => vendor)).toEqual(['AMD', 'Apple', 'Intel']);
    expect(found.map(({ memory }) => memory?.total)).toEqual([24 * GIB, undefined, undefined]);
    expect(adaptersOf(controllers, { nvidia: false }).map(({ vendor }) => vendor)).toContain('NVIDIA');
  });
});

describe('other cards, where the system does not answer', () => {
  it('are told of as left out', async () => {
    const discovery = new Discovery({
      run: async () => ({ ok: false, reason: 'missing', text: '' }),
      controllers: () => Promise.reject(new Error('late')),
    });
    const { adapters, problems } = await discovery.machine();
    expect(adapters).toEqual([]);
    expect(problems).toEqual([expect.stringMatching(/did not say which graphics cards/)]);
  });
});

describe('NUMA nodes', () => {
  it('are read from the system, nodes without processors left out', async () => {
    for (const [name, list] of Object.entries({
      node0: '0-15,32-47\n',
      node1: '16-31,48-63\n',
      node2: '\n',
    })) {
      mkdirSync(join(folder, 'numa', name), { recursive: true });
      writeFileSync(join(folder, 'numa', name, 'cpulist'), list);
    }
    expect(await numaNodes(64, join(folder, 'numa'))).toEqual([
      { node: 0, processors: 32 },
      { node: 1, processors: 32 },
    ]);
    expect(await numaNodes(4, join(folder, 'nowhere'))).toEqual([{ node: 0, processors: 4 }]);
  });

  it.each([
    ['0', 1],
    ['0-3,8', 5],
    ['', 0],
    ['x-y', 0],
  ])('%j names %i processors', (list, processors) => {
    expect(countProcessors(list)).toBe(processors);
  });
});
