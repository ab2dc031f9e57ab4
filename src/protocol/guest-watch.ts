import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import type { Link } from './guest-link.js';
import { handleSigterm } from './guest-sigterm.js';
import type { Watch } from './guest.js';

/** Places in the memory that the two threads share. */
export const SHARED = { state: 0, serial: 1, handed: 2, sleep: 3, orphaned: 4, length: 5 } as const;
/** Who may read the stream: the main thread, the watcher, and the watcher is at it now. */
export const STATE = { idle: 0, busy: 1, reading: 2 } as const;

export interface WatcherData {
  readonly descriptor: number;
  readonly shared: Int32Array;
  readonly port: MessagePort;
  /** Process that must stay our parent, if any. */
  readonly parent: number | undefined;
}

/**
 * An objective may block the main thread for hours, and a blocked thread notices neither that its host is gone nor SIGTERM.
 * So the right to read the stream is lent to a watcher thread while an evaluation runs: it looks every 50 ms, kills the
 * process at the end of the stream, and hands on what else came (a cancel, the next requests). Evaluations
 * shorter than that cost three atomic operations each.
 */
export function createWatch(
  link: Link & { readonly descriptor: number },
  receive: (chunk: Buffer) => void,
  parent: number | undefined,
): Watch {
  const shared = new Int32Array(new SharedArrayBuffer(4 * SHARED.length));
  const port = startWatcher(link.descriptor, shared, parent);
  const hand = (bytes: Uint8Array): void => receive(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  port.on('message', hand);
  let paused = false;
  const sigterm = handleSigterm();

  const takeBack = (): void => {
    while (Atomics.compareExchange(shared, SHARED.state, STATE.busy, STATE.idle) === STATE.reading) {
      Atomics.wait(shared, SHARED.state, STATE.reading, 1);
    }
    if (Atomics.exchange(shared, SHARED.handed, 0) === 0) return;
    for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port)) {
      hand(next.message as Uint8Array);
    }
  };
  return {
    begin() {
      sigterm.begin();
      Atomics.add(shared, SHARED.serial, 1);
      Atomics.store(shared, SHARED.state, STATE.busy);
    },
    wait() {
      paused = true;
      link.pause();
    },
    end() {
      takeBack();
      sigterm.end();
      if (paused) link.resume();
      paused = false;
    },
    orphaned: () => void Atomics.store(shared, SHARED.orphaned, 1),
  };
}

function startWatcher(descriptor: number, shared: Int32Array, parent: number | undefined): MessagePort {
  const { port1, port2 } = new MessageChannel();
  const workerData: WatcherData = { descriptor, shared, port: port2, parent };
  const worker = new Worker(new URL('./guest-watcher.js', import.meta.url), {
    workerData,
    transferList: [port2],
    execArgv: [],
    resourceLimits: { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 16, stackSizeMb: 1 },
  });
  worker.on('error', (error) => {
    process.stderr.write(`the watcher of the stream failed: ${error.message}\n`);
    process.exit(1);
  });
  worker.unref();
  return port1;
}
