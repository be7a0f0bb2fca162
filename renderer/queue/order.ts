/** The order of waiting jobs while one of them is on its way to another place. */

/** The job that `moved` comes to stand before when it is dropped onto `target`; null for last. */
export function dropBefore(order: readonly string[], moved: string, target: string): string | null {
  const from = order.indexOf(moved);
  const to = order.indexOf(target);
  const rest = order.filter((id) => id !== moved);
  // Dropped further down it takes the target's place, and the target moves up.
  return rest[from < to ? rest.indexOf(target) + 1 : rest.indexOf(target)] ?? null;
}

/** The order after that move. */
export function placeBefore(order: readonly string[], moved: string, before: string | null): string[] {
  const rest = order.filter((id) => id !== moved);
  rest.splice(before === null ? rest.length : rest.indexOf(before), 0, moved);
  return rest;
}
