import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { decodeEvaluate, encodePrediction, isEvaluate } from '../protocol/evaluation-messages';
import { PULSE_INTERVAL_MS, PULSE_LOST_MS, pulseAddress } from '../protocol/pulse';
import { accepted, Connection } from '../transport/connection';
import { decodeJson, encodeJson, type Frame } from '../transport/framing';
import type { Deadlines } from './deadlines';
import { RemoteDevice } from './remote-device';

const deadlines: Deadlines = {
  connectMs: 100,
  loadMs: 20_000,
  runMs: 20_000,
  firstEvaluationMs: 20_000,
  leastEvaluationMs: 50,
  evaluationFactor: 1,
};
const VALUES = 4;

let folder: string;
let servers: Server[];
let sockets: Socket[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parastep-test-'));
  servers = [];
  sockets = [];
});
afterEach(() => {
  vi.useRealTimers();
  for (const socket of sockets) socket.destroy();
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function listen(address: string, onSocket: (socket: Socket) => void): Promise<void> {
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    onSocket(socket);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(address, resolve));
}

/**
 * A worker that answers each frame after so many milliseconds.
 *
 * @param delayMs undefined: no answer at all.
 */
async function worker(delayMs: (slots: number | undefined) => number | undefined): Promise<string> {
  const address =
    process.platform === 'win32' ? `\\\\.\\pipe\\parastep-${randomUUID()}` : join(folder, 'lane.sock');
  await listen(pulseAddress(address), () => undefined);
  await listen(address, (socket) => {
    const answer = ({ header }: Frame): void => {
      const request = isEvaluate(header) ? decodeEvaluate(header) : undefined;
      const after = delayMs(request?.slots.length);
      if (after === undefined) return;
      setTimeout(() => {
        if (request === undefined) {
          const { id } = decodeJson(header) as { id: number };
          connection.send(encodeJson({ ok: true, id }));
          return;
        }
        const bytes = VALUES * Float32Array.BYTES_PER_ELEMENT;
        const predictions = request.slots.map((_, i) => ({
          place: 'payload' as const,
          offset: i * bytes,
          bytes,
        }));
        connection.send(
          encodePrediction({ id: request.id, started: 0n, ended: 1n, predictions }),
          request.slots.map(() => new Uint8Array(bytes)),
        );
      }, after);
    };
    const connection = new Connection(accepted(socket), answer, () => undefined);
  });
  return address;
}

const connect = (address: string): Promise<RemoteDevice> =>
  RemoteDevice.connect({ id: 'cpu:0', address, token: 't', deadlines, sharedBytes: 0 });

const evaluate = (device: RemoteDevice, slots: number) =>
  device.evaluate({
    branch: 'both',
    slots: Array.from({ length: slots }, () => ({
      timestep: 1,
      guidanceScales: [1],
      latents: new Float32Array(VALUES),
    })),
  });

describe('a device in another process', () => {
  it('may be busy with what was cancelled when it is connected to', async () => {
    const device = await connect(await worker(() => 4 * deadlines.connectMs));
    device.close();
  });

  it('is given up while it is connected to if its pulse stops', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const greeted = vi.fn();
    const address = await worker(() => greeted());
    const connecting = connect(address).catch((error: unknown) => error);
    await vi.waitFor(() => expect(greeted).toHaveBeenCalled());
    vi.advanceTimersByTime(PULSE_LOST_MS + PULSE_INTERVAL_MS);
    expect(await connecting).toMatchObject({
      code: 'device-late',
      device: 'cpu:0',
      detail: expect.stringContaining('no sign of life') as string,
    });
  });

  it('has the first deadline for each number of slots, and is judged by its own runs after', async () => {
    let hangs = false;
    const device = await connect(
      await worker((slots) => (hangs ? undefined : slots === 2 ? 4 * deadlines.leastEvaluationMs : 0)),
    );
    await evaluate(device, 1);
    expect((await evaluate(device, 2)).predictions).toHaveLength(2);
    hangs = true;
    await expect(evaluate(device, 1)).rejects.toMatchObject({ code: 'device-late', device: 'cpu:0' });
    device.close();
  });
});
