/** Where the evaluations of a plan stand when it is drawn: one lane per device, one column per round. */
import { largestBatch, type Plan, runsOf } from '../../electron/contract/index';

export type PlanCell = {
  readonly lane: number;
  /** In columns from the left; several evaluations of one device share a column. */
  readonly from: number;
  readonly to: number;
  /** Steps that one run computes lie above each other: row `row` of `rows`. */
  readonly row: number;
  readonly rows: number;
  readonly kind: 'exact' | 'predicted';
  readonly firstStep: number;
  readonly lastStep: number;
};

export type PlanLayout = {
  readonly lanes: number;
  readonly columns: number;
  readonly cells: readonly PlanCell[];
};

export function layOutPlan(plan: Plan): PlanLayout {
  const cells = plan.rounds.flatMap((round, column) =>
    Array.from({ length: plan.devices }, (_, lane) => {
      const runs = runsOf(round).filter(([first]) => first?.device === lane);
      return runs.flatMap((run, part) =>
        run.map(
          ({ slot, step }, row): PlanCell => ({
            lane,
            from: column + part / runs.length,
            to: column + (part + 1) / runs.length,
            row,
            rows: run.length,
            kind: slot === 0 ? 'exact' : 'predicted',
            firstStep: step,
            lastStep: step,
          }),
        ),
      );
    }).flat(),
  );
  return { lanes: plan.devices, columns: plan.rounds.length, cells };
}

/** Joins neighbours of one kind and row, for plans with more rounds than there is room to draw apart. */
export function joinCells({ lanes, columns, cells }: PlanLayout): PlanLayout {
  const joined: PlanCell[] = [];
  const open = new Map<string, number>();
  for (const cell of cells) {
    const track = `${cell.lane} ${cell.row}/${cell.rows}`;
    const at = open.get(track);
    const before = at === undefined ? undefined : joined[at];
    if (at !== undefined && before?.kind === cell.kind && Math.abs(before.to - cell.from) < 1e-9) {
      joined[at] = { ...before, to: cell.to, lastStep: cell.lastStep };
    } else {
      open.set(track, joined.length);
      joined.push(cell);
    }
  }
  return { lanes, columns, cells: joined };
}

/** One line of the plan as a table; a run of exact steps is one line. Steps count from 1. */
export type PlanLine = {
  readonly kind: 'warm-up' | 'parallel' | 'cool-down';
  readonly firstStep: number;
  readonly lastStep: number;
  /** The steps that each device takes, as text; empty where it waits. */
  readonly lanes: readonly string[];
};

const stepsText = (first: number, last: number): string => (first === last ? `${first}` : `${first}–${last}`);

export function planLines(plan: Plan): PlanLine[] {
  const lines: PlanLine[] = [];
  for (const round of plan.rounds) {
    const firstStep = round.firstStep + 1;
    const lastStep = round.firstStep + round.steps;
    const before = lines.at(-1);
    if (before !== undefined && before.kind === round.kind && round.kind !== 'parallel') {
      const lanes = before.lanes.map((text) => (text === '' ? '' : stepsText(before.firstStep, lastStep)));
      lines[lines.length - 1] = { ...before, lastStep, lanes };
      continue;
    }
    const lanes = Array.from({ length: plan.devices }, (_, lane) =>
      runsOf(round)
        .filter(([first]) => first?.device === lane)
        .map((run) => run.map(({ step }) => step + 1).join(' + '))
        .join(', '),
    );
    lines.push({ kind: round.kind, firstStep, lastStep, lanes });
  }
  return lines;
}

/** The plan in one sentence. */
export function planSentence(plan: Plan): string {
  const { steps, degree, warmup, cooldown } = plan;
  const batch = largestBatch(plan);
  if (degree === 1) return `${steps} steps, one after the other on one device.`;
  const exact = [warmup > 0 ? `${warmup} warm-up` : '', cooldown > 0 ? `${cooldown} cool-down` : ''].filter(
    (part) => part !== '',
  );
  return `${steps} steps in ${plan.rounds.length} rounds: ${exact.join(' and ')} steps one by one, the others ${degree} at a time${batch > 1 ? `, up to ${batch} in one run` : ''}.`;
}
