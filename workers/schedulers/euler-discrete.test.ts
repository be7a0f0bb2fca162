import { describe, expect, it } from 'vitest';
import { EulerDiscreteScheduler, eulerDiscreteConfigSchema } from './euler-discrete';

const config = eulerDiscreteConfigSchema.parse({
  prediction_type: 'v_prediction',
  use_karras_sigmas: true,
  sigma_min: 0.002,
  sigma_max: 700,
  timestep_spacing: 'leading',
  timestep_type: 'continuous',
});

describe('EulerDiscreteScheduler', () => {
  it('has the published sigmas and timesteps of 25 steps', () => {
    const { sigmas, timesteps, initNoiseSigma } = new EulerDiscreteScheduler(config, 25);
    expect(sigmas.map((sigma) => Number(sigma.toPrecision(9)))).toEqual([
      700, 545.729248, 421.569122, 322.453674, 244.023071, 182.547134, 134.854446, 98.2671356, 70.5408401,
      49.8097916, 34.5367393, 23.4675121, 15.5899677, 10.0971298, 6.35426569, 3.86969733, 2.2691164,
      1.27317727, 0.678146005, 0.339378148, 0.157404646, 0.0663990751, 0.0248025805, 0.00788249541,
      0.00200000009, 0,
    ]);
    expect(timesteps[0]).toBeCloseTo(1.63777006, 7);
    expect(timesteps[24]).toBeCloseTo(-1.55365205, 7);
    expect(initNoiseSigma).toBe(Math.fround(700.0007142853498));
  });

  it('takes no configuration that ends elsewhere than at zero', () => {
    const other = { ...config, final_sigmas_type: 'sigma_min' };
    expect(eulerDiscreteConfigSchema.safeParse(other).success).toBe(false);
  });

  it('steps as its coefficients say', () => {
    const scheduler = new EulerDiscreteScheduler(config, 10);
    const latents = Float32Array.of(3, -7, 120);
    const prediction = Float32Array.of(0.2, -1, 0.5);
    for (let step = 0; step < 10; step++) {
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

  it('ends at the clean estimate', () => {
    const scheduler = new EulerDiscreteScheduler(config, 5);
    const { next } = scheduler.coefficients(4);
    expect(next.sample).toBe(0);
    expect(next.clean).toBe(1);
  });
});
