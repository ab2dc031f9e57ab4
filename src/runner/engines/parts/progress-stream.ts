import { createInterface } from 'node:readline';

/** One line of what a build or a pull tells. */
interface Progress {
  readonly stream?: string;
  readonly status?: string;
  readonly error?: string;
}

/**
 * Reads the progress of a build or a pull to its end.
 * @throws Error with the engine's message and the last lines before it: errors come only inside the stream.
 */
export async function followProgress(
  stream: NodeJS.ReadableStream,
  onLine: (line: string) => void = () => undefined,
): Promise<void> {
  const last: string[] = [];
  for await (const text of createInterface({ input: stream })) {
    const { stream: output, status, error } = JSON.parse(text) as Progress;
    if (error !== undefined) throw new Error([...last, error].join('\n'));
    for (const line of (output ?? status ?? '').split('\n').map((part) => part.trim())) {
      if (line === '') continue;
      onLine(line);
      last.push(line);
      if (last.length > 8) last.shift();
    }
  }
}
