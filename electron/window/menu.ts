import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { EventPayload } from '../contract';

type Command = EventPayload<'menu.command'>['command'];

export type MenuOptions = {
  readonly send: (command: Command) => void;
  readonly showLogs: () => void;
};

/** The platform's menu. What concerns the page is sent to it; the rest are the platform's own roles. */
export function setMenu({ send, showLogs }: MenuOptions): void {
  const item = (label: string, command: Command, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    click: () => send(command),
    ...(accelerator !== undefined && { accelerator }),
  });
  const isMac = process.platform === 'darwin';
  const preferences = item(isMac ? 'Settings…' : 'Preferences…', 'preferences', 'CmdOrCtrl+,');

  const appMenu: MenuItemConstructorOptions = {
    role: 'appMenu',
    submenu: [
      { role: 'about' },
      { type: 'separator' },
      preferences,
      { type: 'separator' },
      { role: 'services' },
      { type: 'separator' },
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      { type: 'separator' },
      { role: 'quit' },
    ],
  };
  const fileMenu: MenuItemConstructorOptions = {
    label: '&File',
    submenu: [
      item('&New', 'new', 'CmdOrCtrl+N'),
      item('&Save Clip…', 'save', 'CmdOrCtrl+S'),
      ...(isMac ? [] : [{ type: 'separator' } as const, preferences]),
      { type: 'separator' },
      isMac ? { role: 'close' } : { role: 'quit' },
    ],
  };
  const jobMenu: MenuItemConstructorOptions = {
    label: '&Job',
    submenu: [
      item('&Generate', 'generate', 'CmdOrCtrl+Enter'),
      // Without an accelerator: Escape also closes what is open on the page, which decides.
      item('&Cancel', 'cancel'),
    ],
  };
  const helpMenu: MenuItemConstructorOptions = {
    role: 'help',
    submenu: [
      item('&Keyboard Shortcuts', 'shortcuts'),
      { label: 'Show &Logs', click: showLogs },
      ...(isMac ? [] : [{ type: 'separator' } as const, { role: 'about' } as const]),
    ],
  };
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(isMac ? [appMenu] : []),
      fileMenu,
      { role: 'editMenu' },
      jobMenu,
      { role: 'viewMenu' },
      { role: 'windowMenu' },
      helpMenu,
    ]),
  );
}
