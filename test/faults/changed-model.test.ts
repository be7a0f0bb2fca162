import { cpSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tinyBundle } from '../support/fixtures';
import { devicesOf, temporaryFolder, testEngine, tinyJob } from '../support/jobs';

it('a model that changes between two jobs is refused, though the first has hashed it', async () => {
  const engine = testEngine(1);
  const bundle = join(temporaryFolder(), 'model');
  cpSync(tinyBundle, bundle, { recursive: true });
  // Long enough ago for the first job to remember what it has hashed.
  await new Promise((resolve) => setTimeout(resolve, 2_100));
  const job = () => ({ ...tinyJob({ plan: { degree: 1, warmup: 0, devices: 1 } }), bundle });
  for (let times = 0; times < 2; times++) {
    const whole = job();
    await expect(engine.start(whole, devicesOf(whole)).result).resolves.toMatchObject({
      bundle: { folder: bundle },
    });
  }

  const file = join(bundle, 'vae_decoder/weights.onnx_data');
  const { atime, mtime } = statSync(file);
  const bytes = readFileSync(file);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  writeFileSync(file, bytes);
  utimesSync(file, atime, mtime);
  const changed = job();
  await expect(engine.start(changed, devicesOf(changed)).result).rejects.toMatchObject({
    code: 'bundle-damaged',
    message: expect.stringMatching(/weights.onnx_data has changed since it was exported/),
  });
});
