import { Button, Tooltip } from '@mantine/core';
import type { Job } from '../../../electron/contract/index';
import { useCommand } from '../../app/commands';
import { useTelemetry } from '../../bridge/telemetry-store';
import { StageProgress } from '../../design/stage-progress';
import { cancelJob } from '../job-actions';
import { LivePreview } from './live-preview';
import { StageFrame } from './stage-frame';

export function StageRunning({ job }: { readonly job: Job }) {
  const preview = useTelemetry(({ previews }) => previews.get(job.id));
  const cancel = (): void => cancelJob(job.id);
  useCommand('cancel', cancel);
  return (
    <StageFrame
      notices={job.notices}
      bar={
        <>
          <StageProgress progress={job.progress} />
          <Tooltip label="Esc">
            <Button variant="default" size="xs" onClick={cancel}>
              Cancel
            </Button>
          </Tooltip>
        </>
      }
    >
      <LivePreview job={job} preview={preview} />
    </StageFrame>
  );
}
