import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '../../contract/machine';

const NODES = '/sys/devices/system/node';

/** NUMA nodes as Linux tells of them, or one node of all processors. */
export async function numaNodes(cores: number, folder: string = NODES): Promise<Host['nodes']> {
  const names = await readdir(folder).catch((): string[] => []);
  const nodes = await Promise.all(
    names
      .filter((name) => /^node\d+$/.test(name))
      .map(async (name) => {
        const list = await readFile(join(folder, name, 'cpulist'), 'utf8').catch(() => '');
        return { node: Number(name.slice(4)), processors: countProcessors(list) };
      }),
  );
  // Nodes of memory alone have no processors.
  const found = nodes.filter(({ processors }) => processors > 0).sort((a, b) => a.node - b.node);
  return found.length > 0 ? found : [{ node: 0, processors: cores }];
}

/** How many processors a list such as `0-15,32-47` names. */
export function countProcessors(list: string): number {
  return list
    .trim()
    .split(',')
    .reduce((sum, part) => {
      const [first, last = first] = part.split('-').map((text) => (text === '' ? Number.NaN : Number(text)));
      const count = Number(last) - Number(first) + 1;
      return Number.isInteger(count) && count > 0 ? sum + count : sum;
    }, 0);
}
