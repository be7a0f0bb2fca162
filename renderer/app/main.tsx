// In a layer, so that our own styles win in whatever order the parts of the window are loaded.
import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import './global.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { isInDesktopApp } from '../bridge/client';
import { connectStores } from '../bridge/connect';
import { forgetOldPictures } from '../create/pictures/form-pictures';
import { Application } from './application';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root element.');

if (isInDesktopApp()) {
  connectStores();
  void forgetOldPictures();
  createRoot(root).render(
    <StrictMode>
      <Application />
    </StrictMode>,
  );
} else {
  root.textContent = 'Open ParaStep Studio from its desktop app.';
}
