import { Button, Tooltip } from '@mantine/core';
import { openComparison } from '../compare/comparison-store';
import { useLibrary } from './library-store';

/** Two selected results are compared, the older one as A: it is what the newer one was made after. */
export function CompareButton() {
  const selected = useLibrary((state) => state.selected);
  const results = useLibrary((state) => state.results);
  const two = (results ?? []).filter(({ id }) => selected.has(id)).sort((x, y) => x.createdAt - y.createdAt);
  const [a, b] = two;
  const fit = selected.size === 2 && a !== undefined && b !== undefined && a.media.kind === b.media.kind;
  const button = (
    <Button
      size="xs"
      variant="default"
      {...(!fit && { 'data-disabled': true })}
      aria-disabled={!fit}
      onClick={() => fit && openComparison(a.id, b.id)}
    >
      Compare
    </Button>
  );
  return fit ? button : <Tooltip label="Select two clips, or two sounds.">{button}</Tooltip>;
}
