import { randomUUID } from 'node:crypto';
import { unlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SharedRegion } from './shared-region';
import { bytesToShare, readFloats, TensorWriter } from './tensor-carrier';

const arrays = (count: number, values: number): Float32Array[] =>
  Array.from({ length: count }, (_, i) => new Float32Array(values).fill(i + 1));

/** A region of so many bytes; undefined where this platform has no shared memory. */
const region = (bytes: number): SharedRegion | undefined => {
  const shared = SharedRegion.create(`parastep-${randomUUID()}`, bytes);
  if (shared !== undefined) unlinkSync(shared.path);
  return shared?.region;
};

describe.skipIf(region(4096) === undefined)('a lane’s shared region', () => {
  it.each([
    [1, 1],
    [1, 1_123_200],
    [3, 1000],
    [8, 4097],
  ])('holds %i arrays of %i values in each half', (count, values) => {
    const shared = region(bytesToShare(count, 4 * values));
    const sent = arrays(count, values);
    const halves = (['down', 'up'] as const).map((half) => {
      const writer = new TensorWriter(shared, half);
      const locations = sent.map((data) => writer.place(data));
      expect(writer.payload).toEqual([]);
      return locations;
    });
    for (const locations of halves) {
      expect(locations.map((location) => readFloats(location, new Uint8Array(), shared))).toEqual(sent);
    }
    shared?.close();
  });

  it('leaves to the socket what does not fit', () => {
    const shared = region(bytesToShare(1, 4000));
    const writer = new TensorWriter(shared, 'down');
    const places = arrays(3, 1000).map((data) => writer.place(data).place);
    expect(places).toEqual(['shared', 'payload', 'payload']);
    expect(writer.payload).toHaveLength(2);
    shared?.close();
  });
});
