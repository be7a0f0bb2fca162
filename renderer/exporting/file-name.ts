const MOST_CHARACTERS = 60;

/** A file name that says what the clip shows and how to make it again. */
export function suggestedName({ prompt, seed }: { readonly prompt: string; readonly seed: number }): string {
  const words = prompt
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, MOST_CHARACTERS)
    .replace(/^-+|-+$/g, '');
  return `${words === '' ? 'clip' : words}-seed-${seed}`;
}
