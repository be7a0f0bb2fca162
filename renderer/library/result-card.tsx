import { Checkbox, Text, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import type { ResultSummary } from '../../electron/contract/index';
import { date, measured } from '../design/numbers';
import { confirmTrash } from './confirm-trash';
import { openDetails, toggleSelected, useLibrary } from './library-store';
import { MovingThumbnail } from './moving-thumbnail';
import classes from './result-grid.module.css';

/** A clip of the library: it plays under the pointer and while it has the focus. */
export function ResultCard({ result }: { readonly result: ResultSummary }) {
  const selected = useLibrary((state) => state.selected.has(result.id));
  const [near, setNear] = useState(false);
  const { id, title, seed, seconds, createdAt, thumbnailUrl } = result;
  return (
    <div
      className={classes['card']}
      data-selected={selected || undefined}
      onPointerEnter={() => setNear(true)}
      onPointerLeave={() => setNear(false)}
    >
      <UnstyledButton
        className={classes['open']}
        aria-label={`Open “${title}”, seed ${seed}, ${date(createdAt)}`}
        onClick={() => openDetails(id)}
        onFocus={() => setNear(true)}
        onBlur={() => setNear(false)}
        onKeyDown={({ key }) => key === 'Delete' && confirmTrash([id])}
      >
        <span className={classes['picture']} data-kind={result.media.kind} style={{ display: 'block' }}>
          <img src={thumbnailUrl} alt="" loading="lazy" draggable={false} />
          {near && result.media.kind === 'video' && <MovingThumbnail video={result.media} />}
        </span>
        <span className={classes['caption']}>
          <Text component="span" size="sm" truncate display="block">
            {title}
          </Text>
          <Text component="span" size="xs" c="dimmed" className="tabular" display="block" truncate>
            {measured(seconds * 1000)} · seed {seed}
          </Text>
        </span>
      </UnstyledButton>
      <Checkbox
        className={classes['select']}
        size="xs"
        aria-label={`Select “${title}”, seed ${seed}`}
        checked={selected}
        onChange={() => toggleSelected(id)}
      />
    </div>
  );
}
