import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { within } from './within.js';

/** Bytes of a frame's head: the stream's number, three zeros, and the length of the content. */
const HEAD = 8;

/** How long after a container's end its last words may take to arrive. */
const LAST_WORDS_MS = 1000;

/**
 * Follows what a container prints, from the frames that attaching to it gives. Not by `demuxStream` of docker-modem, which
 * calls itself for every frame of a chunk: a guest that prints single bytes would overflow the runner's stack.
 * @returns waits until all of it has arrived; to be called when the container has ended.
 */
export function followOutput(output: Readable, onContent: (bytes: Buffer) => void): () => Promise<void> {
  output.on('data', demultiplex(onContent));
  // What is lost of a log is no reason to stop; the end of the container is told elsewhere.
  output.on('error', () => output.destroy());
  const closed = once(output, 'close');
  closed.catch(() => undefined);
  return async () => {
    await within(LAST_WORDS_MS, closed);
    output.destroy();
  };
}

/** Takes chunks of frames, cut anywhere, and hands on the contents of each chunk as one piece. */
export function demultiplex(onContent: (bytes: Buffer) => void): (chunk: Buffer) => void {
  let head = Buffer.alloc(0);
  let left = 0;
  return (chunk) => {
    const contents: Buffer[] = [];
    for (let at = 0; at < chunk.length;) {
      if (left > 0) {
        const content = chunk.subarray(at, at + left);
        contents.push(content);
        left -= content.length;
        at += content.length;
        continue;
      }
      const part = chunk.subarray(at, at + HEAD - head.length);
      head = Buffer.concat([head, part]);
      at += part.length;
      if (head.length < HEAD) break;
      left = head.readUInt32BE(4);
      head = Buffer.alloc(0);
    }
    if (contents.length > 0) onContent(Buffer.concat(contents));
  };
}
