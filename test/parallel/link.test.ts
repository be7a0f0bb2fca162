import { describe, expect, it } from 'vitest';
import { testEngine } from '../support/jobs';

describe('the way to a device', () => {
  const engine = testEngine(1);

  it('is measured over the transport of jobs, by a conductor and a worker of their own', async () => {
    const { device, latencyMs, gigabytesPerSecond } = await engine.measureLink('cpu:0').result;
    expect(device).toBe('cpu:0');
    // Between a local socket and memory that is copied twice, on a machine however busy.
    expect(latencyMs).toBeGreaterThan(0);
    expect(latencyMs).toBeLessThan(1000);
    expect(gigabytesPerSecond).toBeGreaterThan(0.01);
    expect(gigabytesPerSecond).toBeLessThan(1000);
    // The worker and the conductor are ready for what comes next.
    expect((await engine.measureLink('cpu:0').result).device).toBe('cpu:0');
  });

  it('of a device that is not there is refused', async () => {
    await expect(engine.measureLink('cpu:7').result).rejects.toMatchObject({ code: 'bad-request' });
  });

  it('is not waited for when it is given up', async () => {
    const measuring = engine.measureLink('cpu:0');
    measuring.cancel();
    await expect(measuring.result).rejects.toMatchObject({ code: 'cancelled' });
  });
});
