import { expect, it } from 'vitest';
import { dropBefore, placeBefore } from './order';

const order = ['a', 'b', 'c', 'd'];

it.each([
  ['a', 'c', 'd', ['b', 'c', 'a', 'd']],
  ['a', 'd', null, ['b', 'c', 'd', 'a']],
  ['d', 'a', 'a', ['d', 'a', 'b', 'c']],
  ['c', 'b', 'b', ['a', 'c', 'b', 'd']],
  ['b', 'c', 'd', ['a', 'c', 'b', 'd']],
])('dropping %s onto %s puts it before %s', (moved, target, before, result) => {
  expect(dropBefore(order, moved, target)).toBe(before);
  expect(placeBefore(order, moved, before)).toEqual(result);
});
