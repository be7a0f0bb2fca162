import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { cogVideoXDdimConfigSchema, cogVideoXTimesteps } from './cogvideox-ddim';

const configOf = (spacing: string, offset = 0) =>
  cogVideoXDdimConfigSchema.parse({
    beta_schedule: 'scaled_linear',
    clip_sample: false,
    prediction_type: 'v_prediction',
    timestep_spacing: spacing,
    steps_offset: offset,
  });

/** Of the timesteps of every number of steps, as the reference writes them: “999;999,499;…”. */
function digest(spacing: string): string {
  const config = configOf(spacing);
  const all = Array.from({ length: 1000 }, (_, i) => cogVideoXTimesteps(config, i + 1).join(','));
  return createHash('sha256').update(all.join(';')).digest('hex');
}

describe('the timesteps of CogVideoXDDIMScheduler', () => {
  // From NumPy 2.4.6 by the lines of diffusers 0.42 `set_timesteps`, cut to the number of steps asked for.
  it.each([
    ['trailing', '74033072477ae932cdf5b3f3a0835d7bbbc52ed3f2c94986596100047163437f'],
    ['leading', '85aca0ea038487ccad945795a700d1280363a8fd27e68b5412f830f8498d9c59'],
    ['linspace', '36544f511f97f90ce7b1bae4fb872d03ca1fdfd58a4421b761e48bb5dd6b722a'],
  ])('are NumPy’s for 1 to 1000 %s steps', (spacing, expected) => {
    expect(digest(spacing)).toBe(expected);
  });

  it('round where NumPy’s sum of strides rounds', () => {
    const timesteps = cogVideoXTimesteps(configOf('trailing'), 48);
    expect(timesteps.slice(0, 5)).toEqual([999, 978, 957, 936, 916]);
    expect([15, 27, 39].map((i) => timesteps[i])).toEqual([686, 436, 186]);
    expect(cogVideoXTimesteps(configOf('linspace'), 103)[17]).toBe(833);
  });

  it('are refused where the offset moves them beyond the training', () => {
    expect(cogVideoXTimesteps(configOf('leading', 1), 999)[0]).toBe(999);
    expect(() => cogVideoXTimesteps(configOf('leading', 1), 1000)).toThrow(/choose a few steps fewer/);
  });
});
