import { describe, expect, it } from 'vitest';
import { makePlan } from '../../electron/contract/index';
import { joinCells, layOutPlan, planLines, planSentence } from './plan-layout';

const plan = makePlan({ steps: 8, degree: 2, warmup: 2, cooldown: 1, devices: 2 });

describe('the drawn plan', () => {
  it('has a lane per device and a column per round', () => {
    const layout = layOutPlan(plan);
    expect([layout.lanes, layout.columns]).toEqual([2, 6]);
  });

  it('shows every step once, the second slot as predicted', () => {
    const { cells } = layOutPlan(plan);
    expect(cells.map(({ firstStep }) => firstStep).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(cells.filter(({ kind }) => kind === 'predicted').map(({ firstStep }) => firstStep)).toEqual([
      3, 5,
    ]);
    expect(cells.find(({ firstStep }) => firstStep === 3)).toMatchObject({ lane: 1, from: 2, to: 3 });
  });

  it('splits a column between slots that one device evaluates', () => {
    const { cells } = layOutPlan(makePlan({ steps: 5, degree: 4, warmup: 1, cooldown: 0, devices: 2 }));
    const second = cells.filter(({ from }) => from >= 1);
    expect(second.map(({ lane, from, to }) => [lane, from, to])).toEqual([
      [0, 1, 1.5],
      [0, 1.5, 2],
      [1, 1, 1.5],
      [1, 1.5, 2],
    ]);
  });

  it('joins neighbours of one kind and loses no step', () => {
    const { cells } = joinCells(layOutPlan(plan));
    expect(cells).toEqual([
      { lane: 0, from: 0, to: 6, row: 0, rows: 1, kind: 'exact', firstStep: 0, lastStep: 7 },
      { lane: 1, from: 2, to: 4, row: 0, rows: 1, kind: 'predicted', firstStep: 3, lastStep: 5 },
    ]);
  });

  describe('with several steps in one run', () => {
    const batched = makePlan({ steps: 9, degree: 4, warmup: 1, cooldown: 0, devices: 2, batch: 2 });

    it('puts the steps of a run above each other', () => {
      const round = layOutPlan(batched).cells.filter(({ from }) => from === 1);
      expect(round.map(({ lane, row, rows, firstStep }) => [lane, row, rows, firstStep])).toEqual([
        [0, 0, 2, 1],
        [0, 1, 2, 3],
        [1, 0, 2, 2],
        [1, 1, 2, 4],
      ]);
    });

    it('joins row by row', () => {
      const { cells } = joinCells(layOutPlan(batched));
      expect(cells.map(({ lane, row, kind, from, to }) => [lane, row, kind, from, to])).toEqual([
        [0, 0, 'exact', 0, 1],
        [0, 0, 'exact', 1, 3],
        [0, 1, 'predicted', 1, 3],
        [1, 0, 'predicted', 1, 3],
        [1, 1, 'predicted', 1, 3],
      ]);
    });

    it('reads as a table and as a sentence', () => {
      expect(planLines(batched)[1]?.lanes).toEqual(['2 + 4', '3 + 5']);
      expect(planSentence(batched)).toBe(
        '9 steps in 3 rounds: 1 warm-up steps one by one, the others 4 at a time, up to 2 in one run.',
      );
    });
  });

  it('reads as a table', () => {
    expect(planLines(plan)).toEqual([
      { kind: 'warm-up', firstStep: 1, lastStep: 2, lanes: ['1–2', ''] },
      { kind: 'parallel', firstStep: 3, lastStep: 4, lanes: ['3', '4'] },
      { kind: 'parallel', firstStep: 5, lastStep: 6, lanes: ['5', '6'] },
      { kind: 'parallel', firstStep: 7, lastStep: 7, lanes: ['7', ''] },
      { kind: 'cool-down', firstStep: 8, lastStep: 8, lanes: ['8', ''] },
    ]);
  });

  it('reads as a sentence', () => {
    expect(planSentence(plan)).toBe(
      '8 steps in 6 rounds: 2 warm-up and 1 cool-down steps one by one, the others 2 at a time.',
    );
    expect(planSentence(makePlan({ steps: 8, degree: 1, warmup: 0, cooldown: 0, devices: 1 }))).toBe(
      '8 steps, one after the other on one device.',
    );
  });
});
