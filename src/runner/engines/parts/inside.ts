import { relative, sep } from 'node:path';

/** The path relative to the folder, with slashes, or undefined when it is not inside. */
export function inside(folder: string, path: string): string | undefined {
  const found = relative(folder, path);
  return found.startsWith('..') || found === '' ? undefined : found.split(sep).join('/');
}
