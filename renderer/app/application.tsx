import { MantineProvider } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { Notifications } from '@mantine/notifications';
import { ColourSchemeFromSettings } from './colour-scheme';
import { ErrorBoundary } from './error-boundary';
import { Shell } from './shell';
import { readableColours, theme } from './theme';

export function Application() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={readableColours} defaultColorScheme="auto">
      <ColourSchemeFromSettings />
      <ModalsProvider labels={{ confirm: 'Yes', cancel: 'No' }}>
        <Notifications position="bottom-right" limit={4} transitionDuration={120} />
        <ErrorBoundary>
          <Shell />
        </ErrorBoundary>
      </ModalsProvider>
    </MantineProvider>
  );
}
