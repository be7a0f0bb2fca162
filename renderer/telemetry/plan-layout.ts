/** Where the evaluations of a plan stand when it is drawn: one lane per device, one column per round. */
import type { Plan } from '../../electron/contract/index';

export type PlanCell = {
  readonly lane: number;
  /** In columns from the left; several evaluations of one device share a column. */
  readonly from: number;
  readonly to: number;
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
      const mine = round.evaluations.filter(({ device }) => device === lane);
      return mine.map(
        ({ slot, step }, part): PlanCell => ({
          lane,
          from: column + part / mine.length,
          to: column + (part + 1) / mine.length,
          kind: slot === 0 ? 'exact' : 'predicted',
          firstStep: step,
          lastStep: step,
        }),
      );
    }).flat(),
  );
  return { lanes: plan.devices, columns: plan.rounds.length, cells };
}

/** Joins neighbours of one kind, for plans with more rounds than there is room to draw apart. */
export function joinCells({ lanes, columns, cells }: PlanLayout): PlanLayout {
  const joined: PlanCell[] = [];
  for (let lane = 0; lane < lanes; lane++) {
    let open: PlanCell | undefined;
    for (const cell of cells.filter((candidate) => candidate.lane === lane)) {
      if (open !== undefined && open.kind === cell.kind && Math.abs(open.to - cell.from) < 1e-9) {
        open = { ...open, to: cell.to, lastStep: cell.lastStep };
      } else {
        if (open !== undefined) joined.push(open);
        open = cell;
      }
    }
    if (open !== undefined) joined.push(open);
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
      round.evaluations
        .filter(({ device }) => device === lane)
        .map(({ step }) => step + 1)
        .join(', '),
    );
    lines.push({ kind: round.kind, firstStep, lastStep, lanes });
  }
  return lines;
}

/** The plan in one sentence. */
export function planSentence(plan: Plan): string {
  const { steps, degree, warmup, cooldown } = plan;
  if (degree === 1) return `${steps} steps, one after the other on one device.`;
  const exact = [warmup > 0 ? `${warmup} warm-up` : '', cooldown > 0 ? `${cooldown} cool-down` : ''].filter(
    (part) => part !== '',
  );
  return `${steps} steps in ${plan.rounds.length} rounds: ${exact.join(' and ')} steps one by one, the others ${degree} at a time.`;
}
