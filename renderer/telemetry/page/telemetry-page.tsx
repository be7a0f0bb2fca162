import { Button, Text } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { goBack, pageTitle, useNavigation } from '../../app/navigation';
import { Loaded } from '../../design/loaded';
import { PageFrame } from '../../design/page-frame';
import { ExportMenu } from './export-menu';
import { useTelemetrySubject } from './subject';
import { TelemetryView } from './telemetry-view';
import { useWatched } from './use-watched';

/** Everything that the devices do for a job, or did for a result. */
export function TelemetryPage() {
  const subject = useTelemetrySubject((state) => state.subject);
  const from = useNavigation((state) => state.from);
  const watched = useWatched(subject);
  return (
    <PageFrame
      title="Telemetry"
      actions={
        <>
          {watched.state === 'ready' && <ExportMenu watched={watched.value} />}
          <Button
            size="xs"
            variant="default"
            leftSection={<IconArrowLeft size={16} aria-hidden />}
            onClick={goBack}
          >
            Back to {pageTitle(from)}
          </Button>
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
