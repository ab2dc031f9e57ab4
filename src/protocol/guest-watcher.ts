import { readSync } from 'node:fs';
import { isMainThread, workerData } from 'node:worker_threads';
import { SHARED, STATE, type WatcherData } from './guest-watch.js';

const INTERVAL_MS = 50;

/** The watcher thread of `createWatch`; it ends with the process. */
function watch({ descriptor, shared, port, parent }: WatcherData): never {
  const buffer = Buffer.alloc(65_536);
  let seen = 0;
  for (;;) {
    Atomics.wait(shared, SHARED.sleep, 0, INTERVAL_MS);
    if (parent !== undefined && process.ppid !== parent) die();
    const serial = Atomics.load(shared, SHARED.serial);
    if (serial === seen) lookAt();
    seen = serial;
  }

  function lookAt(): void {
    if (Atomics.compareExchange(shared, SHARED.state, STATE.busy, STATE.reading) !== STATE.busy) return;
    // The descriptor is closed then, and its number may belong to a file of the objective's.
    if (Atomics.load(shared, SHARED.orphaned) === 1) die();
    for (let bytes = read(descriptor, buffer); bytes > 0; bytes = read(descriptor, buffer)) {
      port.postMessage(Uint8Array.from(buffer.subarray(0, bytes)));
      Atomics.store(shared, SHARED.handed, 1);
    }
    Atomics.store(shared, SHARED.state, STATE.busy);
    Atomics.notify(shared, SHARED.state);
  }
}

/** The number of bytes, 0 while nothing is there. Does not return from the end of the stream. */
function read(descriptor: number, buffer: Buffer): number {
  try {
    const bytes = readSync(descriptor, buffer);
    return bytes === 0 ? die() : bytes;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EAGAIN' ? 0 : die();
  }
}

/** The host is gone: the main thread is busy and cannot end by itself. */
function die(): never {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('killed');
}

if (!isMainThread) watch(workerData as WatcherData);
