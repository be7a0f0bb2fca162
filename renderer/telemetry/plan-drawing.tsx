import { useMemo } from 'react';
import type { Plan } from '../../electron/contract/index';
import classes from './plan-drawing.module.css';
import { joinCells, layOutPlan, type PlanCell, planSentence } from './plan-layout';

const COLUMN = 10;
const LANE = 14;
const LANE_GAP = 4;
/** With more rounds than this there is no room for gaps between them. */
const MAX_APART = 64;

type Props = { readonly plan: Plan; readonly devices: readonly string[] };

const stepsOf = ({ firstStep, lastStep }: PlanCell): string =>
  firstStep === lastStep ? `Step ${firstStep + 1}` : `Steps ${firstStep + 1} to ${lastStep + 1}`;

/** Predicted steps are lower than exact ones; steps of one run share the lane's height. */
const heightOf = ({ kind, rows }: PlanCell): number =>
  rows > 1 ? LANE / rows - 1 : kind === 'exact' ? LANE : LANE - 6;

const top = ({ lane, kind, row, rows }: PlanCell): number =>
  lane * (LANE + LANE_GAP) + (rows > 1 ? (row * LANE) / rows : kind === 'exact' ? 0 : 3);

/** A plan before it runs: one lane per device, one column per round. */
export function PlanDrawing({ plan, devices }: Props) {
  const layout = useMemo(() => {
    const apart = layOutPlan(plan);
    return apart.columns > MAX_APART ? joinCells(apart) : apart;
  }, [plan]);
  const width = layout.columns * COLUMN;
  const height = layout.lanes * (LANE + LANE_GAP) - LANE_GAP;
  const gap = layout.columns > MAX_APART ? 0 : 1;
  return (
    <div className={classes['drawing']}>
      <div className={classes['names']} aria-hidden>
        {devices.map((device) => (
          <span key={device}>{device}</span>
        ))}
      </div>
      <svg
        role="img"
        aria-label={`The plan: ${planSentence(plan)}`}
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        style={{ height }}
      >
        {Array.from({ length: layout.lanes }, (_, lane) => (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: lanes have no other identity and never move.
            key={lane}
            className={classes['wait']}
            y={lane * (LANE + LANE_GAP) + LANE / 2 - 1}
            width={width}
            height={2}
          />
        ))}
        {layout.cells.map((cell) => (
          <rect
            key={`${cell.lane}:${cell.from}:${cell.row}`}
            className={classes[cell.kind]}
            x={cell.from * COLUMN}
            y={top(cell)}
            width={(cell.to - cell.from) * COLUMN - gap}
            height={heightOf(cell)}
          >
            <title>
              {stepsOf(cell)}, {cell.kind === 'exact' ? 'from exact latents' : 'predicted ahead'}
            </title>
          </rect>
        ))}
      </svg>
    </div>
  );
}
