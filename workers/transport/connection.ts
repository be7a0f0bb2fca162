import { createConnection, type Socket } from 'node:net';
import { StudioError } from '../protocol/errors';
import { encodeFrameStart, type Frame, FrameReader } from './framing';

/** Bytes that one read of a socket may bring. */
const READ_BYTES = 65_536;

/** A connected socket, and how to hear what it reads. */
export type OpenSocket = { readonly socket: Socket; onRead(listener: (chunk: Buffer) => void): void };

/** A socket that a server has accepted. */
export const accepted = (socket: Socket): OpenSocket => ({
  socket,
  onRead: (listener) => socket.on('data', (chunk) => listener(chunk as Buffer)),
});

/** A two-way stream of frames over a local socket. */
export class Connection {
  readonly #socket: Socket;
  readonly #reader = new FrameReader();
  #closed = false;

  /**
   * @param onFrame called for every frame, in order; what it throws is told as an unreadable frame.
   * @param onClose called once, when the peer is gone or has sent something that is not a frame.
   */
  constructor(
    { socket, onRead }: OpenSocket,
    onFrame: (frame: Frame) => void,
    onClose: (reason: string) => void,
  ) {
    this.#socket = socket;
    const close = (reason: string): void => {
      if (this.#closed) return;
      this.#closed = true;
      socket.destroy();
      onClose(reason);
    };
    onRead((chunk) => {
      try {
        for (const frame of this.#reader.push(chunk)) onFrame(frame);
      } catch (error) {
        close(`unreadable frame: ${String(error)}`);
      }
    });
    socket.on('error', (error) => close(String(error)));
    socket.on('close', () => close('connection closed'));
  }

  /** Sends one frame and returns the bytes of its prefix and header; after the close nothing is sent. */
  send(header: Uint8Array, payload: readonly Uint8Array[] = []): number {
    if (this.#closed) return 0;
    const start = encodeFrameStart(header, payload);
    if (payload.length > 0) this.#socket.cork();
    this.#socket.write(start);
    for (const part of payload) this.#socket.write(part);
    if (payload.length > 0) this.#socket.uncork();
    return start.byteLength;
  }

  close(): void {
    this.#closed = true;
    this.#socket.destroy();
  }
}

/**
 * Connects to a listening socket, or rejects with `device-lost` after `timeoutMs`. What it reads goes straight to
 * its `Connection`, because the way through a stream costs a tenth of what lies between two evaluations.
 */
export function connectTo(address: string, timeoutMs: number): Promise<OpenSocket> {
  return new Promise((resolve, reject) => {
    let heard = (_: Buffer): void => undefined;
    const socket = createConnection({
      path: address,
      onread: {
        buffer: Buffer.allocUnsafe(READ_BYTES),
        // Copied, because a part of a frame is kept until the rest is there.
        callback: (bytes, buffer) => {
          heard(Buffer.from(buffer.subarray(0, bytes)));
          return true;
        },
      },
    });
    const fail = (reason: string): void => {
      clearTimeout(timer);
      socket.destroy();
      reject(new StudioError('device-lost', `A device worker does not answer at its address (${reason}).`));
    };
    const timer = setTimeout(() => fail('timed out'), timeoutMs);
    socket.once('error', (error) => fail(error.message));
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.removeAllListeners('error');
      resolve({
        socket,
        onRead: (listener) => {
          heard = listener;
        },
      });
    });
  });
}
