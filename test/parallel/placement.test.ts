/** Where the parts of a model are and when they leave changes nothing about what comes out. */
import { describe, expect, it } from 'vitest';
import { devicesOf, framesOf, testEngine, tinyJob } from '../support/jobs';

const engine = testEngine(3);

describe('a job that is short of memory', () => {
  it('makes the same frames with one part of the model after the other, and with its encoder elsewhere', async () => {
    const plain = tinyJob();
    const reference = framesOf(plain, await engine.start(plain, devicesOf(plain)).result);

    const inTurn = { ...tinyJob(), inTurn: true };
    const result = await engine.start(inTurn, devicesOf(inTurn)).result;
    expect(framesOf(inTurn, result).equals(reference)).toBe(true);

    const elsewhere = { ...tinyJob(), inTurn: true };
    const { result: running } = engine.start(elsewhere, ['cpu:0', 'cpu:1'], undefined, { encodeOn: 'cpu:2' });
    const done = await running;
    expect(framesOf(elsewhere, done).equals(reference)).toBe(true);
    // The device that only encodes takes no part in the plan.
    expect(done.devices).toEqual(['cpu:0', 'cpu:1']);
  });
});
