import { Text } from '@mantine/core';
import { BackButton } from '../../app/back-button';
import { Loaded } from '../../design/loaded';
import { PageFrame } from '../../design/page-frame';
import { ExportMenu } from './export-menu';
import { useTelemetrySubject } from './subject';
import { TelemetryView } from './telemetry-view';
import { useWatched, type Watched } from './use-watched';

/** Everything that the devices do for a job, or did for a result. */
export function TelemetryPage() {
  const subject = useTelemetrySubject((state) => state.subject);
  const watched = useWatched(subject);
  return (
    <PageFrame
      title="Telemetry"
      actions={
        <>
          {watched.state === 'ready' && <Export watched={watched.value} />}
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

const Export = ({ watched: { subject, title, work } }: { readonly watched: Watched }) => (
  <ExportMenu subject={subject} title={title} empty={work.events.length === 0} />
);
