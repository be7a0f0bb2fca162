import { ACTIVITY_COLOURS } from './colours';
import classes from './lane-legend.module.css';

/** What the colours and patterns of the lanes stand for. */
export function LaneLegend({ failed = false }: { readonly failed?: boolean }) {
  return (
    <ul className={classes['legend']} aria-label="Legend">
      <li>
        <svg width="14" height="10" aria-hidden="true">
          <rect width="14" height="10" fill={ACTIVITY_COLOURS.compute} />
        </svg>
        computes
      </li>
      <li>
        <svg width="14" height="10" aria-hidden="true">
          <rect width="14" height="10" fill={ACTIVITY_COLOURS.exchange} />
          <path d="M0 10 10 0M6 10 16 0" stroke="#000" strokeOpacity="0.55" />
        </svg>
        exchanges
      </li>
      <li>
        <svg width="14" height="10" aria-hidden="true">
          <rect y="3" width="14" height="4" className={classes['wait']} />
        </svg>
        waits
      </li>
      {failed && (
        <li>
          <svg width="14" height="10" aria-hidden="true">
            <rect width="14" height="10" fill={ACTIVITY_COLOURS.failed} />
            <path d="M0 10 10 0M4 10 14 0M0 0 10 10M4 0 14 10" stroke="#000" strokeOpacity="0.55" />
          </svg>
          failed
        </li>
      )}
    </ul>
  );
}
