const MOST_CHARACTERS = 60;

/** A file name that says what the clip shows and how to make it again. */
export function suggestedName({ title, seed }: { readonly title: string; readonly seed: number }): string {
  const words = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, MOST_CHARACTERS)
    .replace(/^-+|-+$/g, '');
  return `${words === '' ? 'clip' : words}-seed-${seed}`;
}
