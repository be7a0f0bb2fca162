// An Electron without the app: the tests open the windows themselves.
// biome-ignore lint/correctness/noUndeclaredDependencies: it is Electron's own, and no package here.
const { app, Menu } = require('electron');

app.setPath('userData', process.env.PARASTEP_TEST_HOST_DATA);
Menu.setApplicationMenu(null);
// It ends with its tests and not with its last window.
app.on('window-all-closed', () => undefined);
