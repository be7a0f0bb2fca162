import { beforeEach, expect, it, vi } from 'vitest';
import { loadResult } from './result-stores';

let asked: string[] = [];

beforeEach(() => {
  asked = [];
  const request = async (_name: string, { result }: { readonly result: string }): Promise<unknown> => {
    asked.push(result);
    return { ok: true, value: { id: result } };
  };
  vi.stubGlobal('window', { studio: { request } });
});

it('forgets the results that were looked at longest ago, and asks for them again', async () => {
  const others = Array.from({ length: 23 }, (_, i) => `other-${i}`);
  for (const id of ['looked-at', ...others]) await loadResult(id);
  await loadResult('looked-at');
  await loadResult('new');
  expect(asked).toEqual(['looked-at', ...others, 'new']);
  await loadResult('looked-at');
  await loadResult('other-0');
  expect(asked.slice(25)).toEqual(['other-0']);
});
