import { MISSING } from './cells.js';
import type { Shape } from './shape.js';

/**
 * Which replicates a row has, rows x replicates: 1 where anything is known of that run at any level. Replicates are numbered over
 * the whole table, and a row may have fewer of them.
 */
export function runsOf(status: Uint8Array, { rows, levels, replicates }: Shape): Uint8Array {
  const runs = new Uint8Array(rows * replicates);
  for (let cell = 0; cell < status.length; cell++) {
    if (status[cell] === MISSING) continue;
    runs[Math.floor(cell / (levels * replicates)) * replicates + (cell % replicates)] = 1;
  }
  return runs;
}
