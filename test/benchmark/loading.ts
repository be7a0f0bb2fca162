import { randomFillSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, open, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashFile } from '../../workers/api';
import { LocalDevice } from '../../workers/device/local-device';
import { Sessions } from '../../workers/device/sessions';
import { graphProto, modelProto, node, tensorProto, valueInfo } from '../support/onnx';
import { type Figure, figure, NotMeasured } from './figure';
import { deviceSpec } from './workload';

/** A chain of square matrices, as the weights of a transformer are. */
const WIDTH = 4096;
const MATRICES = 32;
const MATRIX_BYTES = WIDTH * WIDTH * 4;
const FILE_BYTES = MATRICES * MATRIX_BYTES;
const RUNS = 3;
const WEIGHTS = 'model.onnx_data';

/**
 * Loading a graph whose weights are a file of 2 GiB beside it, by what a device's process does: its speed, and what
 * of the file is copied. The file has been read before, so the disk plays no part in it.
 */
export async function measureLoading(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'parastep-load-'));
  try {
    const { bavail, bsize } = await statfs(folder);
    if (bavail * bsize < 2 * FILE_BYTES) throw new NotMeasured(`${folder} has no room for 2 GiB of weights`);
    await writeFile(join(folder, 'model.onnx'), chainGraph());
    await writeWeights(join(folder, WEIGHTS));
    const runs = [];
    for (let i = 0; i < RUNS; i++) runs.push(await loadOnce(folder));
    return [
      figure(
        'load/GBps',
        runs.map(({ seconds }) => FILE_BYTES / 1e9 / seconds),
        'GB/s',
        {
          note: `matrices are repacked for the processor; hashing the file takes ${(await hashSeconds(folder)).toFixed(1)} s`,
        },
      ),
      figure(
        'load/resident-per-byte',
        runs.map(({ resident }) => resident / FILE_BYTES),
        'ratio',
        {
          target: { comparison: '<=', value: 1.1 },
          note: 'growth of the process at its highest, over the file',
        },
      ),
      figure(
        'load/javascript-memory',
        runs.map(({ javascript }) => javascript / 2 ** 20),
        'MiB',
        { target: { comparison: '<=', value: 8 }, note: 'heap and array buffers: no copy of the weights' },
      ),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Seconds of one load, and how far the process grew: at its highest, and what JavaScript holds afterwards. */
async function loadOnce(folder: string): Promise<{ seconds: number; resident: number; javascript: number }> {
  const spec = deviceSpec();
  const device = new LocalDevice(spec.id, new Sessions(spec));
  const graph = { bundle: folder, path: 'model.onnx' };
  const resident = highestResident();
  const before = process.memoryUsage();
  const started = performance.now();
  await device.load(graph);
  const seconds = (performance.now() - started) / 1000;
  const after = process.memoryUsage();
  const grown = resident() - before.rss;
  await device.unload(graph);
  return {
    seconds,
    resident: grown,
    javascript: after.heapUsed + after.external - before.heapUsed - before.external,
  };
}

/** Most bytes that this process has been resident with from now on; where the system keeps none, those of the end. */
function highestResident(): () => number {
  if (process.platform !== 'linux') return () => process.memoryUsage().rss;
  // Forgets the highest so far.
  writeFileSync('/proc/self/clear_refs', '5');
  return () => {
    const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    return Number(kibibytes) * 1024;
  };
}

/** `x · w0 · w1 · …`, the weights one after the other in one file. */
function chainGraph(): Buffer {
  const names = Array.from({ length: MATRICES }, (_, i) => `w${i}`);
  const valueAt = (i: number): string => (i === 0 ? 'x' : i === MATRICES ? 'y' : `v${i}`);
  return modelProto(
    graphProto({
      nodes: names.map((name, i) =>
        node({ operator: 'MatMul', inputs: [valueAt(i), name], outputs: [valueAt(i + 1)] }),
      ),
      initializers: names.map((name, i) =>
        tensorProto({
          name,
          dims: [WIDTH, WIDTH],
          external: {
            location: WEIGHTS,
            offset: String(i * MATRIX_BYTES),
            length: String(MATRIX_BYTES),
          },
        }),
      ),
      inputs: [valueInfo('x', [1, WIDTH])],
      outputs: [valueInfo('y', [1, WIDTH])],
    }),
  );
}

/** Small random numbers: the bits of the exponent are set, those of the fraction are drawn. */
async function writeWeights(path: string): Promise<void> {
  const bytes = Buffer.alloc(MATRIX_BYTES);
  randomFillSync(bytes);
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  for (let i = 0; i < words.length; i++) words[i] = ((words[i] as number) & 0x807fffff) | 0x3c000000;
  const file = await open(path, 'w');
  try {
    for (let i = 0; i < MATRICES; i++) {
      // ONNX Runtime keeps equal matrices once.
      words[0] = 0x3c000000 + i;
      await file.writeFile(bytes);
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

/** What checking the file against its hash takes, once a version of a bundle. */
async function hashSeconds(folder: string): Promise<number> {
  const started = performance.now();
  (await hashFile(join(folder, WEIGHTS))).digest();
  return (performance.now() - started) / 1000;
}
