import type { Adapter, Machine } from '../../contract/machine';
import {
  CORE_FIELDS,
  FIELDS,
  type NvidiaCard,
  PROCESS_FIELDS,
  parseCards,
  parseProcesses,
} from './nvidia-query';
import { type NvidiaTopology, parseTopology } from './nvidia-topology';
import type { RunTool, ToolAnswer } from './run-tool';

export type Found = Pick<Machine, 'adapters' | 'links' | 'problems'>;
const TOOL = 'nvidia-smi';
const NOTHING: Found = { adapters: [], links: [], problems: [] };

/** Asks NVIDIA's tool, as often as it is asked. */
export class NvidiaTool {
  readonly #run: RunTool;
  /** Stays as it is while the cards do, and the tool takes long to tell it. */
  #topology: { readonly cards: string; readonly matrix: NvidiaTopology } | undefined;

  constructor(run: RunTool) {
    this.#run = run;
  }

  /** NVIDIA's cards, their state and their links. A machine without the driver has none, and that is no problem. */
  async find(ownPids: ReadonlySet<number>): Promise<Found> {
    const answer = await queryCards(this.#run);
    const lost = lostCards(answer.text);
    // With one card lost the tool fails, and has told of the others all the same.
    if (!answer.ok && !(lost.length > 0 && answer.text.includes('uuid'))) {
      if (answer.reason === 'missing' || /no devices were found/i.test(answer.text)) return NOTHING;
      return { ...NOTHING, problems: lost.length > 0 ? lost.map(lostSentence) : [problemOf(answer)] };
    }
    let cards: NvidiaCard[];
    try {
      cards = parseCards(answer.text);
    } catch {
      return { ...NOTHING, problems: [problemOf({ ok: false, reason: 'failed', text: answer.text })] };
    }
    if (cards.length === 0) return { ...NOTHING, problems: lost.map(lostSentence) };
    const [processes, topology] = await Promise.all([
      this.#run(TOOL, [`--query-compute-apps=${PROCESS_FIELDS.join(',')}`, '--format=csv']),
      this.#topologyOf(cards),
    ]);
    const own = ownBytes(processes, ownPids);
    const keys = new Map(cards.map(({ index, uuid }) => [index, uuid]));
    return {
      adapters: cards.map((card) => adapterOf(card, topology.nodes.get(card.index) ?? null, own)),
      links: topology.links.flatMap(({ between: [a, b], kind }) => {
        const from = keys.get(a);
        const to = keys.get(b);
        return from === undefined || to === undefined
          ? []
          : [{ between: [from, to] as [string, string], kind }];
      }),
      problems: lost.map(lostSentence),
    };
  }

  async #topologyOf(cards: readonly NvidiaCard[]): Promise<NvidiaTopology> {
    const present = cards.map(({ index, uuid }) => `${index} ${uuid}`).join();
    if (this.#topology?.cards === present) return this.#topology.matrix;
    const answer = await this.#run(TOOL, ['topo', '-m']);
    if (!answer.ok) return { links: [], nodes: new Map() };
    const matrix = parseTopology(answer.text);
    this.#topology = { cards: present, matrix };
    return matrix;
  }
}

/** Cards that are there and do not answer, by their PCI address where it is told, such as `GPU1` where not. */
const lostCards = (text: string): string[] =>
  [...text.matchAll(/Unable to determine the device handle for (.+?): (?:Unknown Error|GPU is lost)/gi)].map(
    ([, card = '']) => /[\da-f]{4}:[\da-f]{2}:[\da-f]{2}\.\d/i.exec(card)?.[0] ?? card,
  );

const lostSentence = (card: string): string =>
  `The NVIDIA card ${card} has stopped answering and is left out: restart the computer. If it comes again, look at its power and its seat.`;

async function queryCards(run: RunTool): Promise<ToolAnswer> {
  const ask = (fields: readonly string[]): Promise<ToolAnswer> =>
    run(TOOL, [`--query-gpu=${fields.join(',')}`, '--format=csv']);
  const answer = await ask(FIELDS);
  return !answer.ok && /not a valid field/i.test(answer.text) ? ask(CORE_FIELDS) : answer;
}

/** Bytes that this app's processes hold, by card: null of a card where the driver does not tell, undefined where it tells nothing. */
function ownBytes(
  answer: ToolAnswer,
  ownPids: ReadonlySet<number>,
): ReadonlyMap<string, number | null> | undefined {
  if (!answer.ok) return undefined;
  try {
    const sums = new Map<string, number | null>();
    for (const { uuid, pid, bytes } of parseProcesses(answer.text)) {
      if (!ownPids.has(pid)) continue;
      const before = sums.get(uuid);
      sums.set(uuid, bytes === null || before === null ? null : (before ?? 0) + bytes);
    }
    return sums;
  } catch {
    return undefined;
  }
}

function adapterOf(
  card: NvidiaCard,
  numaNode: number | null,
  own: ReadonlyMap<string, number | null> | undefined,
): Adapter {
  const { uuid, name, pciBusId, driver, computeCapability, load, celsius, watts } = card;
  const { totalBytes, usedBytes, freeBytes } = card;
  return {
    key: uuid,
    name: name.replace(/^NVIDIA (GeForce )?/, ''),
    vendor: 'NVIDIA',
    badge: null,
    uuid,
    pciBusId,
    driver,
    computeCapability,
    numaNode,
    memory:
      totalBytes === null
        ? null
        : {
            total: totalBytes,
            used: usedBytes,
            thisApp: own === undefined ? null : own.has(uuid) ? (own.get(uuid) ?? null) : 0,
            free: freeBytes,
          },
    load,
    celsius,
    watts,
  };
}

function problemOf({ reason, text }: Extract<ToolAnswer, { ok: false }>): string {
  if (reason === 'late') {
    return 'The NVIDIA driver does not answer: its cards are left out. Restart the computer if this stays.';
  }
  if (
    /couldn't communicate with the NVIDIA driver|driver\/library version mismatch|Failed to initialize NVML/i.test(
      text,
    )
  ) {
    return 'The NVIDIA driver is broken or has just been updated: its cards are left out. Restart the computer, or install the driver again.';
  }
  return `The NVIDIA driver gave an answer that is not understood, so its cards are left out. Update the driver. (${text.split('\n')[0]?.slice(0, 160) ?? ''})`;
}
