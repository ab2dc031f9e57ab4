import type { Rng } from '../core/rng.js';

/**
 * Fills the NaN of inactive parameters as HpBandSter does: a row takes all that it lacks from a random row that has its first
 * missing entry, again until it lacks nothing; an entry that no row has is drawn uniformly.
 *
 * @param rows - n x d, row-major; only what was there before is copied, never what was filled in
 * @param levels - choices of each categorical axis, 0 for a unit code
 */
export function impute(rows: Float64Array, levels: Int32Array, rng: Rng): void {
  const dimensions = levels.length;
  let original: Float64Array | undefined;
  const donors = new Map<number, readonly number[]>();
  for (let entry = 0; entry < rows.length; entry++) {
    if (!Number.isNaN(rows[entry])) continue;
    original ??= rows.slice();
    const axis = entry % dimensions;
    const possible = donors.get(axis) ?? startsOfRowsWith(original, axis, dimensions);
    donors.set(axis, possible);
    if (possible.length === 0) rows[entry] = drawn(levels[axis] as number, rng);
    else copyMissing(rows, entry - axis, original, possible[rng.integer(possible.length)] as number, dimensions);
  }
}

/** Where the rows begin that have an entry on this axis. */
function startsOfRowsWith(rows: Float64Array, axis: number, dimensions: number): number[] {
  const found: number[] = [];
  for (let start = 0; start < rows.length; start += dimensions) {
    if (!Number.isNaN(rows[start + axis])) found.push(start);
  }
  return found;
}

function drawn(levels: number, rng: Rng): number {
  return levels > 0 ? rng.integer(levels) : rng.float();
}

function copyMissing(rows: Float64Array, to: number, donors: Float64Array, from: number, dimensions: number): void {
  for (let axis = 0; axis < dimensions; axis++) {
    if (Number.isNaN(rows[to + axis])) rows[to + axis] = donors[from + axis] as number;
  }
}
