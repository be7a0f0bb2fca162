import { type ComponentType, lazy, Suspense, useEffect } from 'react';
import { ResultPicker } from '../compare/result-picker';
import { CreatePage } from '../create/create-page';
import { showExamples } from '../create/stage/subject';
import { SaveDialog } from '../exporting/save-dialog';
import { DetailsDrawer } from '../library/details-drawer';
import { LibraryPage } from '../library/library-page';
import { ModelsPage } from '../models/models-page';
import { DropAnywhere } from '../pictures/drop-anywhere';
import { QueuePage } from '../queue/queue-page';
import { SettingsPage } from '../settings/settings-page';
import { TelemetryPage } from '../telemetry/page/telemetry-page';
import { useCommand } from './commands';
import { ErrorBoundary } from './error-boundary';
import { goTo, type PageId, pageTitle, useNavigation } from './navigation';
import { NavigationRail } from './navigation-rail';
import { ProgressAnnouncer } from './progress-announcer';
import classes from './shell.module.css';
import { ShortcutHelp } from './shortcut-help';
import { useInteractiveMark } from './use-interactive-mark';
import { useShortcuts } from './use-shortcuts';

/** Pages with charts and graphs: their libraries are fetched when one of them is opened, not when the app is. */
const DevicesPage = lazy(() =>
  import('../devices/devices-page').then((module) => ({ default: module.DevicesPage })),
);
const ComparePage = lazy(() =>
  import('../compare/compare-page').then((module) => ({ default: module.ComparePage })),
);

const BenchmarkPage = lazy(() =>
  import('../benchmark/benchmark-page').then((module) => ({ default: module.BenchmarkPage })),
);

const VIEWS: Readonly<Record<PageId, ComponentType>> = {
  create: CreatePage,
  queue: QueuePage,
  library: LibraryPage,
  models: ModelsPage,
  devices: DevicesPage,
  benchmark: BenchmarkPage,
  settings: SettingsPage,
  telemetry: TelemetryPage,
  compare: ComparePage,
};

export function Shell() {
  useShortcuts();
  useInteractiveMark();
  const page = useNavigation((state) => state.page);
  useCommand('preferences', () => goTo('settings'));
  useCommand('new', () => {
    showExamples();
    goTo('create');
  });
  useEffect(() => {
    document.title = `${pageTitle(page)} – ParaStep Studio`;
  }, [page]);
  const View = VIEWS[page];
  return (
    <div className={classes['shell']}>
      <NavigationRail />
      <main className={classes['page']}>
        <ErrorBoundary key={page}>
          <Suspense>
            <View />
          </Suspense>
        </ErrorBoundary>
        <div id="tooltips" />
      </main>
      <DetailsDrawer />
      <SaveDialog />
      <ResultPicker />
      <ShortcutHelp />
      <ProgressAnnouncer />
      <DropAnywhere />
    </div>
  );
}
