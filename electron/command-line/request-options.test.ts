import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openBundle, sequentialPlan } from '../../workers/api';
import { prepareRequest, type RequestOptions } from './request-options';

const folder = fileURLToPath(new URL('../../test/fixtures/cogvideox-tiny/bundle', import.meta.url));

async function requestFor(options: Partial<RequestOptions>) {
  const bundle = await openBundle(folder);
  const { request } = await prepareRequest('text-to-video', bundle, sequentialPlan(10), {
    ...{ prompt: 'a boat', fit: 'crop', focus: { x: 0.5, y: 0.5 } },
    ...options,
  });
  return request;
}

describe('a text-to-video request', () => {
  it('has as many frames a second as were asked for', async () => {
    expect(await requestFor({ fps: 24 })).toMatchObject({ fps: 24 });
    expect(await requestFor({})).toMatchObject({ fps: 8 });
  });

  it('is refused where they are more than a clip can have', async () => {
    await expect(requestFor({ fps: 1000 })).rejects.toMatchObject({ code: 'bad-request' });
  });
});
