import {
  IconCpu,
  IconCube,
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
  { id: 'settings', title: 'Settings', icon: IconSettings },
] as const;

export type PageId = (typeof PAGES)[number]['id'];

export const useNavigation = create<{ readonly page: PageId }>()(() => ({ page: 'create' }));

export const goTo = (page: PageId): void => useNavigation.setState({ page });
