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

const ASK_AGAIN_MS = 30_000;
const LATE_CONTROLLERS =
  'The system did not say which graphics cards it has: some may be left out. Restart the app once the computer is less busy.';

type Controllers = Parameters<typeof adaptersOf>[0];

/** Resident bytes of this app's processes, in all. */
export type ResidentBytes = (pids: readonly number[]) => number | Promise<number>;

export type DiscoveryOptions = {
  readonly run?: RunTool;
  /** Only Linux tells it to everybody. */
  readonly residentBytes?: ResidentBytes;
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
  readonly #residentBytes: ResidentBytes;
  readonly #listControllers: () => Promise<Controllers>;
  /** Undefined within where the system did not say. */
  #controllers: Promise<Controllers | undefined> | undefined;
  #nodes: Promise<Host['nodes']> | undefined;
  #processorTimes = processorTimes();

  constructor({
    run = toolRunner(TOOL_TIMEOUT_MS),
    residentBytes = residentBytesOnLinux,
    controllers = listControllers,
  }: DiscoveryOptions = {}) {
    this.#nvidia = new NvidiaTool(run);
    this.#residentBytes = residentBytes;
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
        memory: await this.#hostMemory(ownPids),
        load: this.#processorLoad(),
      },
      ...{ adapters, links, problems },
    };
  }

  /** The memory alone; where no card is of interest, no tool is run for it. */
  async memory({ ownPids, cards }: MemoryQuestion): Promise<MemoryNow> {
    const { adapters } = cards ? await this.#cards(ownPids) : { adapters: [] };
    return { host: { memory: await this.#hostMemory(ownPids) }, adapters };
  }

  async #hostMemory(ownPids: readonly number[]): Promise<Host['memory']> {
    const total = totalmem();
    const free = Math.min(await freeBytes(), total);
    const thisApp = process.memoryUsage().rss + (await this.#residentBytes(ownPids));
    return { total, free, used: total - free, thisApp: Math.min(thisApp, total) };
  }

  async #cards(ownPids: readonly number[]): Promise<Found> {
    this.#controllers ??= this.#listControllers().catch((): undefined => {
      // The system may only have been busy. Once for all who wait, or each would have it asked again.
      setTimeout(() => {
        this.#controllers = undefined;
      }, ASK_AGAIN_MS).unref();
    });
    const [nvidia, controllers] = await Promise.all([this.#nvidia.find(new Set(ownPids)), this.#controllers]);
    const others = adaptersOf(controllers ?? [], { nvidia: nvidia.adapters.length > 0 });
    return {
      ...nvidia,
      adapters: withBadges([...nvidia.adapters, ...others]),
      problems: controllers === undefined ? [...nvidia.problems, LATE_CONTROLLERS] : nvidia.problems,
    };
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

/** What the system keeps of files is free for who asks; on macOS `os.freemem` leaves that out. */
const freeBytes = async (): Promise<number> =>
  process.platform === 'darwin' ? (await si.mem()).available : freemem();

const residentBytesOnLinux: ResidentBytes = async (pids) => {
  const each = await Promise.all(pids.map(residentBytesOf));
  return each.reduce((sum, bytes) => sum + bytes, 0);
};

/** 0 where the system does not tell, or the process has gone. */
async function residentBytesOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
}

async function listControllers(): Promise<Controllers> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('late')), 2 * TOOL_TIMEOUT_MS).unref();
  });
  return (await Promise.race([si.graphics(), late])).controllers;
}
