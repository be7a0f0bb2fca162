import { fileURLToPath } from 'node:url';
import { describe, it } from 'vitest';
import { checkBundle } from './check-bundle';
import { openBundle } from './open-bundle';

const fixtures = fileURLToPath(new URL('../../test/fixtures', import.meta.url));

describe('the check of a bundle', () => {
  it.each(['cogvideox-tiny', 'svd-tiny', 'audioldm2-tiny'])('takes every graph of %s', async (name) => {
    checkBundle(await openBundle(`${fixtures}/${name}/bundle`));
  });
});
