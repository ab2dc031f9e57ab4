import { createFidelitySpace } from '../../fidelity/space.js';
import type { Chain } from './chains.js';
import type { MeasuredCell } from './measured-cell.js';
import type { TablePlan } from './table-plan.js';

/** How far a tabulation is. */
export interface TableProgress {
  readonly cells: number;
  /** Cells that are known, those of earlier sessions included. */
  readonly done: number;
  /** Of them, those that failed. */
  readonly failed: number;
  /** Of the work, by the levels: a cell that continues counts for what it adds. 0..1 */
  readonly share: number;
}

export interface TableTally {
  add(cell: number, measured: MeasuredCell): void;
  progress(): TableProgress;
}

/** @param known what is measured already */
export function createTableTally(
  plan: TablePlan,
  chains: readonly Chain[],
  known: ReadonlyMap<number, MeasuredCell>,
): TableTally {
  const weights = weightsOf(plan, chains);
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  let [done, failed, work] = [0, 0, 0];
  const add = (cell: number, { status }: MeasuredCell): void => {
    done++;
    if (status !== 'completed') failed++;
    work += weights[cell] as number;
  };
  for (const [cell, measured] of known) add(cell, measured);
  return { add, progress: () => ({ cells: weights.length, done, failed, share: Math.min(1, work / whole) }) };
}

/** By number of the cell. */
function weightsOf({ tables }: TablePlan, chains: readonly Chain[]): Float64Array {
  const spaces = new Map(
    tables.map(({ instance, descriptor }) => [instance, createFidelitySpace(descriptor.fidelities)]),
  );
  const weights = new Float64Array(chains.reduce((sum, { length }) => sum + length, 0));
  for (const chain of chains) {
    let before = 0;
    for (const { number, instance, fidelity } of chain) {
      const cost = spaces.get(instance)?.relativeCost(fidelity) ?? 1;
      weights[number] = cost - before;
      before = cost;
    }
  }
  return weights;
}
