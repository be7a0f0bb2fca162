import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repository } from './support/fixtures';
import { temporaryFolder } from './support/jobs';

/** What this project's linter says about a file with this text at this path. */
function lint(path: string, text: string): string {
  const folder = temporaryFolder();
  copyFileSync(join(repository, 'biome.json'), join(folder, 'biome.json'));
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [join(repository, 'node_modules/@biomejs/biome/bin/biome'), 'lint', path],
    { cwd: folder, encoding: 'utf8' },
  );
  return stdout + stderr;
}

describe('the linter lets IPC through one door', () => {
  it.each(['ipcMain', 'ipcRenderer'])('and finds a planted %s elsewhere', (name) => {
    const text = `import { ${name} } from 'electron';\n${name}.removeAllListeners();\n`;
    expect(lint('electron/jobs/planted.ts', text)).toMatch(/noRestrictedImports/);
    expect(lint('electron/ipc/main-ipc.ts', text)).not.toMatch(/noRestrictedImports/);
  });

  it('and has nothing against the rest of Electron', () => {
    expect(lint('electron/jobs/planted.ts', "import { app } from 'electron';\napp.quit();\n")).not.toMatch(
      /noRestrictedImports/,
    );
  });
});
