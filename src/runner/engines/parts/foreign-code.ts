import { join } from 'node:path';
import { packageRoot } from '../../../core/package.js';
import type { Family } from '../../families.js';
import { codeFile } from './family-code.js';
import { inside } from './inside.js';

/**
 * Whether a family that is not of the suite (`HPORT_BENCHMARKS`) brings something that is run. Rows of a table that the suite's own
 * code reads are not; a model is, since what reads it is a large library in C++.
 */
export function hasForeignCode(family: Pick<Family, 'folder' | 'runtime'>): boolean {
  if (inside(join(packageRoot(), 'benchmarks'), family.folder) !== undefined) return false;
  return family.runtime !== 'table' || codeFile(family) !== undefined;
}

/** Said by the engines that isolate nothing: they were asked for by name. */
export function noticeForeignCode(
  engine: string,
  family: Family,
  onNotice: ((line: string) => void) | undefined,
): void {
  if (!hasForeignCode(family)) return;
  onNotice?.(
    `the family ${family.name} is not of the suite, and the engine ${engine} isolates nothing: its code runs with your rights, your files and your network`,
  );
}
