import type { Bundle } from '../bundle/open-bundle';
import type { PartNeed } from '../memory/needs';

/** The extents of a graph's named axes at a request's size; those that are left out are as the manifest has them. */
type Extents = Readonly<Record<string, number>>;

/** What a component takes to run with its named axes of these sizes. */
export function partNeed(
  bundle: Bundle,
  stage: PartNeed['stage'],
  component: string,
  extents: Extents = {},
): PartNeed {
  const { precision, weightBytes, graphs } = bundle.component(component);
  const known = Object.values(graphs).map(({ activations }) => {
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
    weightBytes,
    activationBytes: known.includes(undefined) ? null : Math.max(...known.map((bytes) => bytes ?? 0)),
    isHalf: precision === 'float16',
  };
}
