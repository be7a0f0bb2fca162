// Starts the app whose folder is the first plain argument, as an Electron without an app of its own does.
const { app } = require('electron');
const { readFileSync } = require('node:fs');
const { join, resolve } = require('node:path');

const argument = process.argv.slice(1).find((text) => !text.startsWith('-'));
if (argument === undefined) {
  process.stderr.write('Name the folder of the app to start.\n');
  process.exit(1);
}
const folder = resolve(argument);
const { name, version, main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
app.setAppPath(folder);
app.setName(name);
app.setVersion(version);
require(join(folder, main));
