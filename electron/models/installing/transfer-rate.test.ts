import { expect, it } from 'vitest';
import { TransferRate } from './transfer-rate';

it('tells speed and time left once a second has been seen, and follows a change of speed', () => {
  const rate = new TransferRate(4000);
  rate.note(0, 0);
  expect(rate.bytesPerSecond).toBeNull();
  expect(rate.secondsLeft(100)).toBeNull();
  for (let second = 1; second <= 4; second++) rate.note(second * 10, second * 1000);
  expect(rate.bytesPerSecond).toBeCloseTo(10);
  expect(rate.secondsLeft(100)).toBeCloseTo(6);
  for (let second = 1; second <= 6; second++) rate.note(40 + second * 2, (4 + second) * 1000);
  expect(rate.bytesPerSecond).toBeCloseTo(2, 0);
});

it('says nothing of a line that brings nothing, and begins anew when the file does', () => {
  const rate = new TransferRate();
  rate.note(50, 0);
  rate.note(50, 5000);
  expect(rate.secondsLeft(100)).toBeNull();
  rate.note(0, 6000);
  expect(rate.bytesPerSecond).toBeNull();
});
