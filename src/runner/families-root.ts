import { delimiter, join, resolve } from 'node:path';
import { packageRoot } from '../core/package.js';

/** Folders that hold families: `benchmarks/` of the package, and those in `HPORT_BENCHMARKS`. */
export function familyRoots(): readonly string[] {
  const more = (process.env['HPORT_BENCHMARKS'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return [join(packageRoot(), 'benchmarks'), ...more.map((folder) => resolve(folder))];
}
