import { homedir } from 'node:os';
import { join } from 'node:path';

/** A place for what can be made or fetched again: wheels, virtual environments, parts of stand-in images, data. */
export function cacheFolder(...parts: readonly string[]): string {
  const caches = process.env['XDG_CACHE_HOME'];
  return join(caches === undefined || caches === '' ? join(homedir(), '.cache') : caches, 'hport', ...parts);
}
