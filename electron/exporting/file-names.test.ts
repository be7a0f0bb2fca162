import { describe, expect, it } from 'vitest';
import { fileName, isPlainName, pathWith } from './file-names';

describe('file names', () => {
  it.each([
    ['a boat', 'a boat.mp4'],
    ['a boat.mp4', 'a boat.mp4'],
    ['../../etc/passwd', 'etc passwd.mp4'],
    ['C:\\windows\\system32', 'C windows system32.mp4'],
    ['a\nb\tc\u0000d', 'a b c d.mp4'],
    ['...', 'clip.mp4'],
    ['', 'clip.mp4'],
    ['CON', 'clip CON.mp4'],
    ['.hidden', 'hidden.mp4'],
    ['été 東京 🚀', 'été 東京 🚀.mp4'],
    ['a'.repeat(500), `${'a'.repeat(120)}.mp4`],
  ])('%j', (suggested, expected) => {
    expect(fileName(suggested, 'mp4')).toBe(expected);
  });

  it('a folder has no extension', () => {
    expect(fileName('a boat', 'png-frames')).toBe('a boat');
    expect(pathWith('/x/a.b', undefined)).toBe('/x/a.b');
  });

  it('a chosen path gets the extension that it lacks', () => {
    expect(pathWith('/x/clip', 'webm')).toBe('/x/clip.webm');
    expect(pathWith('/x/clip.WEBM', 'webm')).toBe('/x/clip.WEBM');
  });

  it('a file in a folder has a plain and visible name', () => {
    expect(['frame-0001.png', 'a', 'settings.json'].every(isPlainName)).toBe(true);
    expect(['', '.', '..', '.x', 'a/b', 'a\\b', 'a b', 'a\0', 'a'.repeat(65)].some(isPlainName)).toBe(false);
  });
});
