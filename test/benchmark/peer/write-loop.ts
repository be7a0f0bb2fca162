import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openPipeline, sequentialPlan } from '../../../workers/api';
import type { DeviceTensor } from '../../../workers/device/device';
import { LocalDevice } from '../../../workers/device/local-device';
import { Sessions } from '../../../workers/device/sessions';
import { denoise } from '../../../workers/parastep/denoise';
import type { DenoisingTask } from '../../../workers/pipelines/pipeline';
import type { CpuSpec } from '../../../workers/protocol/device-spec';
import { ArrayPool } from '../../../workers/tensor/array-pool';
import { placePicture } from '../requests';
import type { Workload } from '../workload';

/** Encodes a request here and writes what its denoising loop needs, and where it ends, for `loop.py`. */
export async function writeLoop(
  { bundle, requestOf, steps }: Workload,
  spec: CpuSpec,
  folder: string,
): Promise<void> {
  const request = requestOf(0);
  await placePicture(request, folder);
  const pipeline = await openPipeline(bundle, request, folder);
  const device = new LocalDevice(spec.id, new Sessions(spec));
  const task = await pipeline.encode(device);
  await device.bind(task.binding);
  const latents = await denoise({
    plan: sequentialPlan(steps),
    reuse: 'own',
    scheduler: task.scheduler,
    initialLatents: task.initialLatents.data,
    guidanceScalesAt: task.guidanceScalesAt,
    evaluate: (_, evaluation) => device.evaluate(evaluation),
  });
  for (const graph of [...pipeline.encoderGraphs, ...pipeline.denoiserGraphs]) await device.unload(graph);

  const { binding, initialLatents } = task;
  const { append, input, shape } = binding.latents;
  const write = (name: string, tensor: DeviceTensor) => writeTensor(folder, name, tensor);
  const constants = await Promise.all(
    binding.constants.map(async (constant) => [
      constant.input,
      await write(`constant-${constant.input}`, constant.tensor),
    ]),
  );
  const loop = {
    graph: join(binding.graph.bundle, binding.graph.path),
    threads: spec.threads,
    branches: binding.branches,
    latents: input,
    timestep: binding.timestep.input,
    output: binding.output,
    constants: Object.fromEntries(constants),
    append: append ? { axis: append.axis, tensor: await write('append', append.tensor) } : null,
    initial: await write('initial', { type: 'float32', shape, data: initialLatents.data }),
    expected: await write('expected', { type: 'float32', shape, data: latents }),
    steps: Array.from({ length: steps }, (_, step) => stepOf(task, step)),
  };
  await writeFile(join(folder, 'loop.json'), JSON.stringify(loop));
}

/** A step as the fewest operations that it can be: the scheduler's two linear maps as one. */
function stepOf({ scheduler, guidanceScalesAt }: DenoisingTask, step: number) {
  const { clean, next } = scheduler.coefficients(step);
  return {
    timestep: scheduler.timesteps[step],
    inputScale: scheduler.scaleModelInput(step, Float32Array.of(1), new ArrayPool(1))[0],
    guidanceScales: guidanceScalesAt(step),
    latents: next.sample + next.clean * clean.sample,
    noise: next.clean * clean.prediction,
  };
}

async function writeTensor(folder: string, name: string, { type, shape, data }: DeviceTensor) {
  const file = `${name}.bin`;
  await writeFile(join(folder, file), new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return { file, type, shape };
}
