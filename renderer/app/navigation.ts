import {
  IconCpu,
  IconCube,
  IconGauge,
  IconLayoutGrid,
  IconListDetails,
  IconPencil,
  IconSettings,
} from '@tabler/icons-react';
import { create } from 'zustand';

/** The pages in the order of the rail; Ctrl and their number opens them. */
export const PAGES = [
  { id: 'create', title: 'Create', icon: IconPencil },
  { id: 'queue', title: 'Queue', icon: IconListDetails },
  { id: 'library', title: 'Library', icon: IconLayoutGrid },
  { id: 'models', title: 'Models', icon: IconCube },
  { id: 'devices', title: 'Devices', icon: IconCpu },
  { id: 'benchmark', title: 'Benchmark', icon: IconGauge },
  { id: 'settings', title: 'Settings', icon: IconSettings },
] as const;

export type RailPageId = (typeof PAGES)[number]['id'];

/** Pages that lead back to the one that they were opened from. */
const INNER_PAGES = { telemetry: 'Telemetry', compare: 'Compare' } as const;

export type PageId = RailPageId | keyof typeof INNER_PAGES;

type Navigation = {
  readonly page: PageId;
  /** The page of the rail that one is on or came from. */
  readonly from: RailPageId;
};

export const useNavigation = create<Navigation>()(() => ({ page: 'create', from: 'create' }));

export const goTo = (page: RailPageId): void => useNavigation.setState({ page, from: page });
export const goInto = (page: keyof typeof INNER_PAGES): void => useNavigation.setState({ page });
export const goBack = (): void => useNavigation.setState(({ from }) => ({ page: from }));

export const pageTitle = (page: PageId): string =>
  PAGES.find(({ id }) => id === page)?.title ?? INNER_PAGES[page as keyof typeof INNER_PAGES];
