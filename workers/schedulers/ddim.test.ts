import { describe, expect, it } from 'vitest';
import { cumulativeAlphas, DdimScheduler, ddimConfigSchema } from './ddim';

const config = ddimConfigSchema.parse({
  beta_start: 0.0015,
  beta_end: 0.0195,
  beta_schedule: 'scaled_linear',
  clip_sample: false,
  set_alpha_to_one: false,
  steps_offset: 1,
});

describe('DdimScheduler', () => {
  it('has the cumulative alphas of the published AudioLDM2', () => {
    const alphas = cumulativeAlphas(config);
    const shown = [0, 1, 499, 999].map((i) => Number((alphas[i] as number).toPrecision(8)));
    expect(shown).toEqual(
      [0.9984999895, 0.9969944358, 0.1158444732, 0.00014230386].map((v) => Number(v.toPrecision(8))),
    );
  });

  it('spaces timesteps from the front', () => {
    expect(new DdimScheduler(config, 7).timesteps).toEqual([853, 711, 569, 427, 285, 143, 1]);
    expect(new DdimScheduler(config, 200).timesteps.slice(0, 2)).toEqual([996, 991]);
  });

  it('refuses steps that the offset moves beyond the training', () => {
    expect(new DdimScheduler(config, 999).timesteps[0]).toBe(999);
    expect(() => new DdimScheduler(config, 1000)).toThrow(
      expect.objectContaining({
        code: 'bad-request',
        message: expect.stringMatching(/choose a few steps fewer/),
      }),
    );
  });

  it('steps as its coefficients say', () => {
    const scheduler = new DdimScheduler(config, 20);
    const latents = Float32Array.of(0.3, -1.2, 2);
    const prediction = Float32Array.of(0.2, -1, 0.5);
    for (let step = 0; step < 20; step++) {
      const { clean, next } = scheduler.coefficients(step);
      const out = new Float32Array(3);
      scheduler.step(step, latents, prediction, out);
      out.forEach((value, i) => {
        const x = latents[i] as number;
        const x0 = clean.sample * x + clean.prediction * (prediction[i] as number);
        expect(value).toBeCloseTo(next.sample * x + next.clean * x0, 4);
      });
    }
  });
});
