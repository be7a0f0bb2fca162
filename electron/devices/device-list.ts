import { cpus } from 'node:os';
import { cpuDevices } from '../../workers/api';
import type { Device } from '../contract';

/** The devices that jobs may use: the cores shared out among as many CPU devices as the user has set. */
export function listDevices(count: number): Device[] {
  const name = cpus()[0]?.model.trim() || 'Processor';
  return cpuDevices(count).map(({ id, threads }) => ({ id, name, kind: 'cpu', threads }));
}
