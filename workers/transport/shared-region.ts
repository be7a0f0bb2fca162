import { closeSync, existsSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { orUndefined } from './or-undefined';

type Address = unknown;
type Libc = {
  mmap(address: null, bytes: number, protection: number, flags: number, fd: number, offset: number): Address;
  munmap(address: Address, bytes: number): number;
  copyIn(to: Address, from: Uint8Array, bytes: number): void;
  copyOut(to: Uint8Array, from: Address, bytes: number): void;
  offset(address: Address, bytes: number): Address;
};

const PROT_READ_WRITE = 3;
const MAP_SHARED = 1;
/** Linux gives the pages at once instead of one by one in the middle of the first rounds; others have no such flag. */
const MAP_POPULATE = process.platform === 'linux' ? 0x8000 : 0;

/**
 * Memory that two processes see: a mapped file that has no name once both have opened it. Data is copied in
 * and out and never viewed, because Electron forbids array buffers over foreign memory.
 */
export class SharedRegion {
  readonly bytes: number;
  readonly #libc: Libc;
  readonly #address: Address;
  #open = true;

  private constructor(libc: Libc, address: Address, bytes: number) {
    this.#libc = libc;
    this.#address = address;
    this.bytes = bytes;
  }

  /**
   * Creates a region of zeros under a fresh name in memory-backed storage. Undefined, and with no file left behind,
   * where this platform has no such memory or there is not enough of it: tensors then go through the socket.
   */
  static create(name: string, bytes: number): { region: SharedRegion; path: string } | undefined {
    const libc = loadLibc();
    if (libc === undefined) return undefined;
    const path = join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), name);
    // Exclusive and private: nobody else may have made it, and nobody else may open it.
    const fd = orUndefined(() => openSync(path, 'wx+', 0o600));
    if (fd === undefined) return undefined;
    try {
      reserve(fd, bytes);
      return { region: SharedRegion.#map(libc, fd, bytes), path };
    } catch {
      unlinkSync(path);
      return undefined;
    } finally {
      closeSync(fd);
    }
  }

  /** Opens a region that another process has created. */
  static open(path: string, bytes: number): SharedRegion {
    const libc = loadLibc();
    if (libc === undefined) throw new Error('Shared memory is not available on this platform.');
    const fd = openSync(path, 'r+');
    try {
      return SharedRegion.#map(libc, fd, bytes);
    } finally {
      closeSync(fd);
    }
  }

  static #map(libc: Libc, fd: number, bytes: number): SharedRegion {
    const address = libc.mmap(null, bytes, PROT_READ_WRITE, MAP_SHARED | MAP_POPULATE, fd, 0);
    return new SharedRegion(libc, address, bytes);
  }

  write(offset: number, data: Uint8Array): void {
    this.#check(offset, data.byteLength);
    this.#libc.copyIn(this.#libc.offset(this.#address, offset), data, data.byteLength);
  }

  read(offset: number, into: Uint8Array): void {
    this.#check(offset, into.byteLength);
    this.#libc.copyOut(into, this.#libc.offset(this.#address, offset), into.byteLength);
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#libc.munmap(this.#address, this.bytes);
  }

  #check(offset: number, bytes: number): void {
    if (!this.#open || offset < 0 || offset + bytes > this.bytes) {
      throw new RangeError(`${bytes} bytes at ${offset} lie outside a shared region of ${this.bytes}.`);
    }
  }
}

const ZEROS = new Uint8Array(2 ** 20);

/** A file that is only made long takes its pages when they are touched, and where none is left the process dies of it. */
function reserve(fd: number, bytes: number): void {
  for (let done = 0; done < bytes; ) {
    done += writeSync(fd, ZEROS, 0, Math.min(ZEROS.length, bytes - done));
  }
}

let cachedLibc: Libc | undefined | 'unavailable';

function loadLibc(): Libc | undefined {
  if (cachedLibc === undefined) cachedLibc = orUndefined(bindLibc) ?? 'unavailable';
  return cachedLibc === 'unavailable' ? undefined : cachedLibc;
}

function bindLibc(): Libc | undefined {
  const library = { linux: 'libc.so.6', darwin: 'libSystem.B.dylib' }[process.platform as string];
  if (library === undefined) return undefined;
  // Loaded on demand: a platform without prebuilt bindings falls back to the socket.
  const koffi = createRequire(import.meta.url)('koffi') as typeof import('koffi');
  const libc = koffi.load(library);
  const mmap = libc.func('intptr_t mmap(void *, size_t, int, int, int, int64_t)');
  const munmap = libc.func('int munmap(intptr_t, size_t)');
  const copyIn = libc.func('memcpy', 'void', ['intptr_t', 'const void *', 'size_t']);
  const copyOut = libc.func('memcpy', 'void', ['void *', 'intptr_t', 'size_t']);
  return {
    mmap: (...args) => {
      const address = mmap(...args) as number | bigint;
      if (BigInt(address) === -1n) throw new Error('The system refused to map shared memory.');
      return BigInt(address);
    },
    munmap: (address, bytes) => munmap(address, bytes) as number,
    copyIn: (to, from, bytes) => copyIn(to, from, bytes),
    copyOut: (to, from, bytes) => copyOut(to, from, bytes),
    offset: (address, bytes) => (address as bigint) + BigInt(bytes),
  };
}
