import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where what can be made again is kept: wheels, virtual environments, parts of stand-in images. */
export function cacheFolder(...parts: readonly string[]): string {
  const caches = process.env['XDG_CACHE_HOME'];
  return join(caches === undefined || caches === '' ? join(homedir(), '.cache') : caches, 'hport', ...parts);
}
