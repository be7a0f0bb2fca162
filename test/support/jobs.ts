import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach } from 'vitest';
import {
  type Deadlines,
  type DeviceSpec,
  Engine,
  type Job,
  type JobResult,
  makePlan,
  NodeProcessHost,
  type PlanOptions,
  type RequestOf,
  type Reuse,
} from '../../workers/api';
import { repository, tinyBundle } from './fixtures';

const programs = join(repository, 'out', 'node');
if (!existsSync(join(programs, 'device.cjs'))) {
  throw new Error('These tests run the built programs: run them with npm test.');
}

export const commandLine = join(programs, 'parastep.cjs');

export type TestEngineOptions = {
  readonly deadlines?: Deadlines;
  /** Devices besides the CPU devices. */
  readonly more?: readonly DeviceSpec[];
};

/** An engine with CPU devices of one thread each, closed when the test file ends. */
export function testEngine(devices: number, { deadlines, more = [] }: TestEngineOptions = {}): Engine {
  const engine = new Engine({
    processes: new NodeProcessHost({
      conductor: join(programs, 'conductor.cjs'),
      device: join(programs, 'device.cjs'),
    }),
    devices: [
      ...Array.from({ length: devices }, (_, i) => ({
        id: `cpu:${i}`,
        provider: 'cpu' as const,
        threads: 1,
      })),
      ...more,
    ],
    ...(deadlines && { deadlines }),
  });
  afterAll(() => engine.close());
  return engine;
}

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder that goes when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'parastep-test-'));
  folders.push(folder);
  return folder;
}

/**
 * A folder that this user may not write to, whoever that is: root may write everywhere but in the kernel's own.
 * Undefined where there is no such folder.
 */
export function unwritableFolder(): string | undefined {
  if (process.platform === 'linux' && process.getuid?.() === 0) return '/sys';
  if (process.platform === 'win32') return undefined;
  const folder = temporaryFolder();
  chmodSync(folder, 0o500);
  return folder;
}

export const tinyRequest: RequestOf<'text-to-video'> = {
  kind: 'text-to-video',
  prompt: 'A panda plays with a guitar',
  negativePrompt: '',
  seed: 11,
  steps: 10,
  guidanceScale: 6,
  dynamicGuidance: false,
  frames: 9,
  width: 32,
  height: 32,
  fps: 8,
};

export type TestJob = {
  readonly plan?: Partial<PlanOptions>;
  readonly reuse?: Reuse;
  readonly request?: Partial<RequestOf<'text-to-video'>>;
};

/** A job on the tiny bundle: degree 2 on 2 devices unless told otherwise. */
export function tinyJob({ plan = {}, reuse = 'own', request = {} }: TestJob = {}): Job {
  const merged = { ...tinyRequest, ...request };
  return {
    id: randomUUID(),
    bundle: tinyBundle,
    request: merged,
    plan: makePlan({ steps: merged.steps, degree: 2, warmup: 3, cooldown: 0, devices: 2, ...plan }),
    reuse,
    outputFolder: temporaryFolder(),
  };
}

/** The frames that a finished job left. */
export function framesOf({ outputFolder }: Job, { media }: JobResult): Buffer {
  return readFileSync(join(outputFolder, media.file));
}

/** The plan's devices by name. */
export function devicesOf({ plan }: Job): string[] {
  return Array.from({ length: plan.devices }, (_, i) => `cpu:${i}`);
}
