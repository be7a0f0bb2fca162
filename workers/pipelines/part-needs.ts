import type { Graph } from '../bundle/manifest';
import type { Bundle } from '../bundle/open-bundle';
import type { PartNeed } from '../memory/needs';

/** The extents of a graph's named axes at a request's size; those that are left out are as the manifest has them. */
type Extents = Readonly<Record<string, number>>;

/**
 * What a component takes to run with its named axes of these sizes.
 *
 * @param graph the only one of its graphs that is meant, with its share of the weights; all of them unless told.
 */
export function partNeed(
  bundle: Bundle,
  stage: PartNeed['stage'],
  component: string,
  extents: Extents = {},
  graph?: string,
): PartNeed {
  const { precision, weightBytes, graphs } = bundle.component(component);
  const meant = graph === undefined ? Object.values(graphs) : [bundle.graph(component, graph)];
  const known = meant.map(({ activations }) => {
    if (activations === undefined) return undefined;
    const { bytes, at } = activations;
    // What is in flight grows with the number of values, whichever axis brings them.
    return Object.entries(extents).reduce(
      (scaled, [axis, extent]) => scaled * (extent / (at[axis] ?? extent)),
      bytes,
    );
  });
  return {
    stage,
    component,
    weightBytes: weightBytes * shareOf(bundle, meant, Object.values(graphs)),
    activationBytes: known.includes(undefined) ? null : Math.max(...known.map((bytes) => bytes ?? 0)),
    isHalf: precision === 'float16',
  };
}

/** How much of a component's weights some of its graphs have, by the size of their files: the manifest only knows them all. */
function shareOf({ manifest }: Bundle, some: readonly Graph[], all: readonly Graph[]): number {
  if (some.length === all.length) return 1;
  // The weights lie in the graph's own file, or in one beside it whose name begins with the graph's.
  const bytesOf = (graphs: readonly Graph[]): number =>
    Object.entries(manifest.files).reduce(
      (sum, [file, { bytes }]) => (graphs.some(({ path }) => file.startsWith(path)) ? sum + bytes : sum),
      0,
    );
  return bytesOf(some) / bytesOf(all);
}
