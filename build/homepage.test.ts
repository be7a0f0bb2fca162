import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';

// By address, for scripts come without types.
const { pageOf } = await import(String(new URL('./homepage.mjs', import.meta.url)));
const configure = createRequire(import.meta.url)('./config/electron-builder.cjs');

it.each([
  'https://github.com/owner/some.name',
  'https://github.com/owner/some.name.git',
  'https://user:secret@github.com/owner/some.name.git',
  'git@github.com:owner/some.name.git',
  'ssh://git@github.com/owner/some.name/',
])('the page of %s', (remote) => {
  expect(pageOf(remote)).toBe('https://github.com/owner/some.name');
});

it.each(['', '/srv/git/name.git', 'https://example.org/owner/name', 'https://github.com/owner'])(
  'no page of "%s"',
  (remote) => {
    expect(pageOf(remote)).toBeUndefined();
  },
);

describe('the installers of Linux', () => {
  it('have a deb where the page is known, which it names', () => {
    const { linux, extraMetadata } = configure('45.4.1', 'https://github.com/owner/name');
    expect(linux.target).toEqual(['AppImage', 'deb']);
    expect(extraMetadata).toEqual({ homepage: 'https://github.com/owner/name' });
  });

  it('have none where it is not, and make none up', () => {
    const { linux, extraMetadata } = configure('45.4.1', undefined);
    expect(linux.target).toEqual(['AppImage']);
    expect(extraMetadata).toBeUndefined();
  });
});
