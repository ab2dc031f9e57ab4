import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageRoot } from '../../src/core/package.js';
import type { DataFile } from '../../src/data/data-file.js';

/** A process of its own that makes sure of a file. */
export interface Fetcher {
  /** Lines that it was told so far. */
  readonly notices: readonly string[];
  /** Where it says that the file came from, or its error; undefined when it was killed. */
  readonly ended: Promise<string | undefined>;
  /** As the kernel kills: nothing can be tidied up. */
  kill(): Promise<void>;
}

export function startFetcher(file: DataFile, cache: string): Fetcher {
  const module = pathToFileURL(join(packageRoot(), 'dist/src/data/ensure.js')).href;
  const code = `
    import { ensureData } from ${JSON.stringify(module)};
    const say = (line) => process.stdout.write(JSON.stringify(line) + '\\n');
    const options = { cache: ${JSON.stringify(cache)}, mirror: '', onNotice: (notice) => say({ notice }) };
    try {
      const [{ from }] = await ensureData([${JSON.stringify(file)}], options);
      say({ end: from });
    } catch (error) {
      say({ end: error.message });
    }`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  const notices: string[] = [];
  let end: string | undefined;
  let rest = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const lines = `${rest}${chunk.toString()}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const said = JSON.parse(line) as { readonly notice?: string; readonly end?: string };
      if (said.notice !== undefined) notices.push(said.notice);
      end ??= said.end;
    }
  });
  const ended = new Promise<string | undefined>((resolve) => child.once('close', () => resolve(end)));
  return {
    notices,
    ended,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
