import type { Descriptor } from '../../protocol/descriptor.js';
import type { Oddity } from '../../protocol/table.js';
import { MEASURED, MISSING, required, statusOf } from './cells.js';
import type { Column, Table } from './reader.js';
import { runsOf } from './runs.js';
import { shapeOf, strideOf, type Shape } from './shape.js';

/**
 * Counts what is odd in a table, so that its manifest can say that it is known:
 *
 *  missing     a configuration at a level, and nothing was measured
 *  failed      cells whose run failed
 *  duplicates  lines of a cell that an earlier line was of
 *  partial     cells with some of the numbers, and not all; metrics that are optional aside
 *  gaps        cells of a run that has numbers at other levels, where another run of its row has some and it has none
 *  zeroCosts   costs that are not above 0
 *  cheaper     cells that cost less than the next lower level of a fidelity that costs in proportion
 *  copies      cells with exactly the metrics of an earlier replicate, but for levels that are
 *              trainings of their own, at which no row's replicates differ
 */
export function auditTable(table: Table, descriptor: Descriptor): Readonly<Record<Oddity, number>> {
  const shape = shapeOf(table);
  const status = statusOf(table, shape, descriptor);
  const isShared = descriptor.fidelities.every(({ continuation }) => !continuation);
  return {
    missing: countMissing(status, shape),
    failed: count(table.failed?.length ?? 0, (cell) => table.failed?.[cell] === 1),
    duplicates: table.duplicates ?? 0,
    partial: countPartial(table, descriptor, shape),
    gaps: countGaps(status, shape),
    zeroCosts: count(table.cost?.length ?? 0, (at) => (table.cost?.[at] as number) <= 0),
    cheaper: countCheaper(table, descriptor, shape),
    copies: countCopies(table, status, shape, isShared),
  };
}

function count(size: number, holds: (at: number) => boolean): number {
  let found = 0;
  for (let at = 0; at < size; at++) if (holds(at)) found++;
  return found;
}

function countMissing(status: Uint8Array, { replicates, cells }: Shape): number {
  return count(cells / replicates, (level) => {
    for (let cell = level * replicates; cell < (level + 1) * replicates; cell++) {
      if (status[cell] !== MISSING) return false;
    }
    return true;
  });
}

/** Columns are compared with those of their own length: a metric of the row says nothing of a cell. */
function countPartial(table: Table, descriptor: Descriptor, shape: Shape): number {
  const { failed } = table;
  const all = required(table, descriptor);
  const lengths = [...new Set(all.map(({ length }) => length))];
  return lengths.reduce((sum, length) => {
    const alike = all.filter((values) => values.length === length);
    const stride = strideOf(alike[0] as Column, shape) as number;
    return (
      sum +
      count(length, (at) => {
        const empty = alike.filter((values) => Number.isNaN(values[at])).length;
        return empty > 0 && empty < alike.length && failed?.[at * stride] !== 1;
      })
    );
  }, 0);
}

function countGaps(status: Uint8Array, shape: Shape): number {
  const { replicates, levels } = shape;
  if (replicates === 1) return 0;
  const has = runsOf(status, shape);
  return count(status.length, (cell) => {
    const row = Math.floor(cell / (levels * replicates));
    if (status[cell] !== MISSING || has[row * replicates + (cell % replicates)] === 0) return false;
    const first = cell - (cell % replicates);
    return status.subarray(first, first + replicates).some((other) => other !== MISSING);
  });
}

function countCheaper({ cost, levels }: Table, { fidelities }: Descriptor, shape: Shape): number {
  const stride = cost === undefined ? undefined : strideOf(cost, shape);
  if (cost === undefined || stride === undefined || stride > shape.replicates) return 0;
  let [found, step] = [0, shape.replicates / stride];
  for (let axis = fidelities.length - 1; axis >= 0; axis--) {
    const size = (levels[axis] as readonly number[]).length;
    const before = step;
    const rises = (at: number): boolean => Math.floor(at / before) % size > 0;
    if (fidelities[axis]?.cost !== 'none') {
      found += count(cost.length, (at) => rises(at) && (cost[at] as number) < (cost[at - before] as number));
    }
    step *= size;
  }
  return found;
}

/** @param isShared whether the runs of a row may share the number of a level: not where they are at different points of a curve */
function countCopies({ columns }: Table, status: Uint8Array, shape: Shape, isShared: boolean): number {
  const { replicates, levels, cells } = shape;
  const own = Object.values(columns).filter((values) => strideOf(values, shape) === 1);
  if (replicates === 1 || own.length === 0) return 0;
  const same = (a: number, b: number): boolean => own.every((values) => values[a] === values[b]);
  const copied = (cell: number): boolean => {
    if (status[cell] !== MEASURED) return false;
    for (let earlier = cell - (cell % replicates); earlier < cell; earlier++) {
      if (status[earlier] === MEASURED && same(cell, earlier)) return true;
    }
    return false;
  };
  const apart = isShared ? levelsApart(status, shape, same) : new Uint8Array(levels).fill(1);
  return count(cells, (cell) => apart[Math.floor(cell / replicates) % levels] === 1 && copied(cell));
}

/** Levels at which a row has measurements that differ: at another one its runs share a number, of which there are no copies. */
function levelsApart(
  status: Uint8Array,
  { replicates, levels, cells }: Shape,
  same: (a: number, b: number) => boolean,
): Uint8Array {
  const apart = new Uint8Array(levels);
  for (let cell = 1; cell < cells; cell++) {
    if (cell % replicates === 0 || status[cell] !== MEASURED || status[cell - 1] !== MEASURED) continue;
    if (!same(cell, cell - 1)) apart[Math.floor(cell / replicates) % levels] = 1;
  }
  return apart;
}
