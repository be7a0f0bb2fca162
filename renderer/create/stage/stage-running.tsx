import { Button, Tooltip } from '@mantine/core';
import { memo } from 'react';
import { type Job, titleOf } from '../../../electron/contract/index';
import { useCommand } from '../../app/commands';
import { useTelemetry } from '../../bridge/telemetry-store';
import { StageProgress } from '../../design/stage-progress';
import { cancelJob } from '../job-actions';
import { LivePreview } from './live-preview';
import { StageFrame } from './stage-frame';

/** Drawn anew with every bit of progress; what progress does not change is kept. */
export function StageRunning({ job }: { readonly job: Job }) {
  const preview = useTelemetry(({ previews }) => previews.get(job.id));
  return (
    <StageFrame
      notices={job.notices}
      bar={
        <>
          <StageProgress progress={job.progress} />
          <Cancel job={job.id} />
        </>
      }
    >
      <LivePreview title={titleOf(job.draft.request)} preview={preview} />
    </StageFrame>
  );
}

const Cancel = memo(function Cancel({ job }: { readonly job: string }) {
  const cancel = (): void => cancelJob(job);
  useCommand('cancel', cancel);
  return (
    <Tooltip label="Esc">
      <Button variant="default" size="xs" onClick={cancel}>
        Cancel
      </Button>
    </Tooltip>
  );
});
