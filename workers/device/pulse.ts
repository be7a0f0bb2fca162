/**
 * A thread of the device worker that shows that the process is alive: it writes one byte to every listener at
 * a steady beat, also while the main thread is inside a long run of ONNX Runtime, which blocks it.
 */
import { createServer } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { PULSE_INTERVAL_MS } from '../protocol/pulse';

createServer((socket) => {
  const beat = setInterval(() => socket.write('.'), PULSE_INTERVAL_MS);
  socket.on('error', () => undefined);
  socket.on('close', () => clearInterval(beat));
}).listen(workerData as string, () => parentPort?.postMessage('listening'));
