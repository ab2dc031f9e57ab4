import { once } from 'node:events';
import { createReadStream, createWriteStream, type ReadStream, type WriteStream } from 'node:fs';
import { connect, Socket } from 'node:net';

/** A guest's stream to its host. */
export interface Link {
  write(text: string): void;
  /** Leaves what comes in the kernel, where another thread may read it. */
  pause(): void;
  resume(): void;
  /** The descriptor that is read; undefined where nobody else could read it. */
  readonly descriptor: number | undefined;
}

export interface LinkEvents {
  /** The chunk is overwritten by the next one. */
  readonly onChunk: (chunk: Buffer) => void;
  readonly onEnd: (error?: Error) => void;
}

/** Connects to the host that listens on a unix socket. */
export async function openSocket(path: string, events: LinkEvents): Promise<Link> {
  const socket = connect({ path, onread: reading(events.onChunk) });
  await once(socket, 'connect');
  return link(socket, socket, events);
}

/** Two descriptors that were kept for the protocol: pipes as a rule, files when a guest is tried by hand. */
export function openDescriptors(input: number, output: number, events: LinkEvents): Link {
  return link(openInput(input, events.onChunk), openOutput(output), events);
}

type Input = Socket | ReadStream;
type Output = Socket | WriteStream;

/** One buffer for all that is read, and `pause` stops reading at once instead of filling a buffer of the stream's. */
function reading(onChunk: (chunk: Buffer) => void): { buffer: Buffer; callback: (bytes: number) => boolean } {
  const buffer = Buffer.alloc(65_536);
  return {
    buffer,
    callback: (bytes) => {
      onChunk(buffer.subarray(0, bytes));
      return true;
    },
  };
}

function openInput(descriptor: number, onChunk: (chunk: Buffer) => void): Input {
  try {
    // Node takes `onread` here too; its types do not know.
    const options = { fd: descriptor, readable: true, writable: false, onread: reading(onChunk) };
    return new Socket(options);
  } catch (error) {
    if (!isOrdinaryFile(error)) throw error;
    const file = createReadStream('', { fd: descriptor });
    return file.on('data', (chunk) => onChunk(chunk as Buffer));
  }
}

function openOutput(descriptor: number): Output {
  try {
    return new Socket({ fd: descriptor, readable: false, writable: true });
  } catch (error) {
    if (!isOrdinaryFile(error)) throw error;
    return createWriteStream('', { fd: descriptor });
  }
}

/** Files and terminals, which sockets cannot be made of. */
function isOrdinaryFile(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_INVALID_FD_TYPE';
}

function link(input: Input, output: Output, { onEnd }: LinkEvents): Link {
  input.on('end', () => onEnd()).on('close', () => onEnd());
  input.on('error', onEnd);
  output.on('error', onEnd);
  input.resume();
  return {
    write: (text) => void output.write(text),
    pause: () => void input.pause(),
    resume: () => void input.resume(),
    descriptor: input instanceof Socket ? descriptorOf(input) : undefined,
  };
}

/** Node has no public name for it. */
function descriptorOf(socket: Socket): number | undefined {
  const { _handle: handle } = socket as { _handle?: { readonly fd?: number } | null };
  return handle?.fd !== undefined && handle.fd >= 0 ? handle.fd : undefined;
}
