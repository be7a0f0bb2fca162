import { readFile } from 'node:fs/promises';
import { availableParallelism, cpus, freemem, totalmem } from 'node:os';
import si from 'systeminformation';
import type { Host, Machine, MemoryNow } from '../../contract/machine';
import { adaptersOf, withBadges } from './graphics';
import { numaNodes } from './numa-nodes';
import { type Found, NvidiaTool } from './nvidia';
import { type RunTool, toolRunner } from './run-tool';

/** A tool that takes longer is hanging. */
const TOOL_TIMEOUT_MS = 4_000;

type Controllers = Parameters<typeof adaptersOf>[0];

export type DiscoveryOptions = {
  readonly run?: RunTool;
  readonly controllers?: () => Promise<Controllers>;
};

export type MemoryQuestion = {
  /** Processes of this app, whose memory is told apart from others'. */
  readonly ownPids: readonly number[];
  /** Whether the memory of graphics cards is of interest. */
  readonly cards: boolean;
};

/**
 * Finds out what the machine has, as often as it is asked. What does not change while the app runs is asked for
 * once; a card that vanishes is gone from the next answer.
 */
export class Discovery {
  readonly #nvidia: NvidiaTool;
  readonly #listControllers: () => Promise<Controllers>;
  #controllers: Promise<Controllers> | undefined;
  #nodes: Promise<Host['nodes']> | undefined;
  #processorTimes = processorTimes();

  constructor({ run = toolRunner(TOOL_TIMEOUT_MS), controllers = listControllers }: DiscoveryOptions = {}) {
    this.#nvidia = new NvidiaTool(run);
    this.#listControllers = controllers;
  }

  /** @param ownPids processes of this app's processes, whose memory is told apart from others'. */
  async machine(ownPids: readonly number[] = []): Promise<Machine> {
    const cores = availableParallelism();
    this.#nodes ??= numaNodes(cores);
    const [{ adapters, links, problems }, nodes] = await Promise.all([this.#cards(ownPids), this.#nodes]);
    return {
      host: {
        processor: cpus()[0]?.model.trim() || 'Processor',
        cores,
        nodes,
        memory: await hostMemory(ownPids),
        load: this.#processorLoad(),
      },
      ...{ adapters, links, problems },
    };
  }

  /** The memory alone; where no card is of interest, no tool is run for it. */
  async memory({ ownPids, cards }: MemoryQuestion): Promise<MemoryNow> {
    const { adapters } = cards ? await this.#cards(ownPids) : { adapters: [] };
    return { host: { memory: await hostMemory(ownPids) }, adapters };
  }

  async #cards(ownPids: readonly number[]): Promise<Found> {
    this.#controllers ??= this.#listControllers().catch(() => []);
    const [nvidia, controllers] = await Promise.all([this.#nvidia.find(new Set(ownPids)), this.#controllers]);
    const others = adaptersOf(controllers, { nvidia: nvidia.adapters.length > 0 });
    return { ...nvidia, adapters: withBadges([...nvidia.adapters, ...others]) };
  }

  /** Share of the time since the last question that the processors were busy; null if no time has passed. */
  #processorLoad(): number | null {
    const before = this.#processorTimes;
    const now = processorTimes();
    this.#processorTimes = now;
    const total = now.total - before.total;
    // Clocks that jump back tell nothing.
    return total > 0 ? Math.min(Math.max((now.busy - before.busy) / total, 0), 1) : null;
  }
}

function processorTimes(): { readonly busy: number; readonly total: number } {
  let busy = 0;
  let total = 0;
  for (const { times } of cpus()) {
    const working = times.user + times.nice + times.sys + times.irq;
    busy += working;
    total += working + times.idle;
  }
  return { busy, total };
}

async function hostMemory(ownPids: readonly number[]): Promise<Host['memory']> {
  const total = totalmem();
  const free = Math.min(freemem(), total);
  const children = await Promise.all(ownPids.map(residentBytes));
  const thisApp = process.memoryUsage().rss + children.reduce((sum, bytes) => sum + bytes, 0);
  return { total, free, used: total - free, thisApp: Math.min(thisApp, total) };
}

/** Resident memory of a process; 0 where the system does not tell, or the process has gone. */
async function residentBytes(pid: number): Promise<number> {
  if (process.platform !== 'linux') return 0;
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
}

async function listControllers(): Promise<Controllers> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('late')), 2 * TOOL_TIMEOUT_MS).unref();
  });
  return (await Promise.race([si.graphics(), late])).controllers;
}
