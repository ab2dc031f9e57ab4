import type { Benchmark } from './benchmark.js';
import type { Streams } from './channel.js';
import { createGuest, type GuestOptions } from './guest.js';

export interface ServeOptions extends GuestOptions {
  /** Ends the service. */
  readonly signal?: AbortSignal;
}

/**
 * Answers a host by a benchmark until the host ends the stream. Resolves then; whoever called it decides whether the program ends.
 * @throws LineTooLong, or what broke the stream
 */
export function serve({ input, output }: Streams, benchmark: Benchmark, options: ServeOptions = {}): Promise<void> {
  return new Promise((resolve, reject) => {
    let over = false;
    const guest = createGuest(
      benchmark,
      (text) => {
        if (!over) output.write(text);
      },
      options,
    );
    const end = (error?: Error): void => {
      if (over) return;
      over = true;
      options.signal?.removeEventListener('abort', stop);
      input.destroy();
      output.destroy();
      if (error === undefined) resolve();
      else reject(error);
    };
    const stop = (): void => end();
    options.signal?.addEventListener('abort', stop);
    if (options.signal?.aborted === true) stop();
    input.on('data', (chunk: Buffer) => {
      try {
        if (!over) guest.receive(chunk);
      } catch (error) {
        end(error as Error);
      }
    });
    input.on('end', stop).on('close', stop).on('error', end);
    output.on('close', stop).on('error', end);
  });
}
