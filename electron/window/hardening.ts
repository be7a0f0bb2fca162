import { app, type Session } from 'electron';
import { APP_ORIGIN } from '../contract';
import type { Log } from '../logs/log';

/** The window copies text and asks for nothing else. */
const ALLOWED_PERMISSION = 'clipboard-sanitized-write';

/** Everything that could bring foreign content in: pages, networks, permissions, guests. */
const FOREIGN = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*', 'file://*/*'];

/** Denies what the window never needs, so that a page that has gone wrong can do little. */
export function hardenSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => {
    answer(permission === ALLOWED_PERMISSION);
  });
  session.setPermissionCheckHandler((_contents, permission, origin) => {
    return permission === ALLOWED_PERMISSION && origin.startsWith(APP_ORIGIN);
  });
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest({ urls: FOREIGN }, (_details, answer) => answer({ cancel: true }));
}

/** For every page there will ever be: it stays where it is and opens nothing. */
export function hardenContents(log: Log): void {
  app.on('web-contents-created', (_created, contents) => {
    contents.on('will-navigate', (event, url) => {
      // A reload is a navigation to where the page is.
      if (url === contents.getURL()) return;
      event.preventDefault();
      log.error(`navigation to ${url.slice(0, 100)} denied`);
    });
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}
