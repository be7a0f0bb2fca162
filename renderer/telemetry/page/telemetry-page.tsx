import { Text } from '@mantine/core';
import { BackButton } from '../../app/back-button';
import { Loaded } from '../../design/loaded';
import { PageFrame } from '../../design/page-frame';
import { ExportMenu } from './export-menu';
import { useTelemetrySubject } from './subject';
import { TelemetryView } from './telemetry-view';
import { useWatched } from './use-watched';

/** Everything that the devices do for a job, or did for a result. */
export function TelemetryPage() {
  const subject = useTelemetrySubject((state) => state.subject);
  const watched = useWatched(subject);
  return (
    <PageFrame
      title="Telemetry"
      actions={
        <>
          {watched.state === 'ready' && (
            <ExportMenu
              subject={watched.value.subject}
              title={watched.value.title}
              empty={watched.value.work.events.length === 0}
            />
          )}
          <BackButton />
        </>
      }
    >
      <Loaded of={watched} what="telemetry">
        {(value) => <TelemetryView key={value.subject.id} watched={value} />}
      </Loaded>
      {watched.state === 'failed' && subject === undefined && <Text size="sm">Nothing is chosen.</Text>}
    </PageFrame>
  );
}
