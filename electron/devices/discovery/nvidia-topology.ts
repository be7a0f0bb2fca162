import { stripVTControlCharacters } from 'node:util';
import { type LinkKind, linkKindSchema } from '../../contract/machine';

/** Which card numbers are joined how, and the NUMA node of each where told. */
export type NvidiaTopology = {
  readonly links: readonly { readonly between: readonly [number, number]; readonly kind: LinkKind }[];
  readonly nodes: ReadonlyMap<number, number>;
};

const CARD = /^GPU(\d+)$/;
/** What drivers before 2017 call a way over the link between the sockets. */
const OLD_NAMES: Readonly<Record<string, string>> = { SOC: 'SYS' };

/**
 * The matrix that `nvidia-smi topo -m` prints: tabs between cells, the header underlined by escapes, network cards
 * and affinities behind the graphics cards. Empty if there is no matrix.
 */
export function parseTopology(text: string): NvidiaTopology {
  const lines = stripVTControlCharacters(text).split(/\r?\n/);
  const headerAt = lines.findIndex((line) => /\bGPU0\b/.test(line) && !/\sX\s/.test(line));
  if (headerAt < 0) return { links: [], nodes: new Map() };
  const columns = cellsOf(lines[headerAt] as string).slice(1);
  const numaColumn = columns.indexOf('NUMA Affinity');
  const links: { between: [number, number]; kind: LinkKind }[] = [];
  const nodes = new Map<number, number>();
  for (const line of lines.slice(headerAt + 1)) {
    const [label = '', ...cells] = cellsOf(line);
    const row = CARD.exec(label)?.[1];
    // The legend below the matrix has no such labels.
    if (row === undefined) continue;
    for (const [i, column] of columns.entries()) {
      const other = CARD.exec(column)?.[1];
      const kind = linkKindSchema.safeParse(OLD_NAMES[cells[i] ?? ''] ?? cells[i]);
      // The matrix says everything twice.
      if (other === undefined || Number(other) <= Number(row) || !kind.success) continue;
      links.push({ between: [Number(row), Number(other)], kind: kind.data });
    }
    const node = numaColumn < 0 ? undefined : /^\d+/.exec(cells[numaColumn] ?? '')?.[0];
    if (node !== undefined) nodes.set(Number(row), Number(node));
  }
  return { links, nodes };
}

const cellsOf = (line: string): string[] => line.split('\t').map((cell) => cell.trim());
