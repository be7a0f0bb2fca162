import { Text } from '@mantine/core';
import { useEffect } from 'react';
import { request } from '../../bridge/client';
import { useTelemetry } from '../../bridge/telemetry-store';
import { PreviewClip } from './live-preview';
import { StageFrame } from './stage-frame';
import { showExamples, showResult } from './subject';

const PATIENCE_MS = 1500;

/**
 * The moment between leaving the queue and being in the library. If word of the result does not come, the
 * library is asked; a job that is in neither was removed.
 */
export function StageFinishing({ id }: { readonly id: string }) {
  const preview = useTelemetry(({ previews }) => previews.get(id));
  useEffect(() => {
    const timer = setTimeout(() => {
      request('library.get', { result: id }).then(() => showResult(id), showExamples);
    }, PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [id]);
  // Without a preview it is only the moment before the job is known: nothing that would flash.
  if (preview === undefined) return <StageFrame>{null}</StageFrame>;
  return (
    <StageFrame bar={<Text size="sm">Finishing</Text>}>
      <PreviewClip preview={preview} />
    </StageFrame>
  );
}
