import { describe, expect, it } from 'vitest';
import { type RunProgress, RunTeller } from './run-teller';

describe('the progress of a benchmark', () => {
  it('counts runs by how long they take beside each other, and parts of them', () => {
    const told: RunProgress[] = [];
    const teller = new RunTeller([6, 3, 1], (progress) => told.push(progress));
    teller.begin('first');
    teller.within(0.5);
    teller.begin('second');
    teller.begin('third');
    teller.within(1);
    expect(told.map(({ run, what, share }) => [run, what, share])).toEqual([
      [0, 'first', 0],
      [0, 'first', 0.3],
      [1, 'second', 0.6],
      [2, 'third', 0.9],
      [2, 'third', 1],
    ]);
    expect(told.every(({ runs }) => runs === 3)).toBe(true);
  });
});
