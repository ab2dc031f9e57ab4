import type { Configuration, Fidelity } from '../../core/types.js';
import type { PlannedTable, TablePlan } from './table-plan.js';

/** One evaluation of a table. */
export interface Cell {
  /** Dense from 0: instance by instance, then as `Table` numbers its cells. */
  readonly number: number;
  readonly instance: string;
  readonly configuration: Configuration;
  readonly fidelity: Fidelity;
  readonly seed: number;
}

/** All cells of a plan, by number. */
export function cellsOf({ tables, seeds }: TablePlan): readonly Cell[] {
  const cells: Cell[] = [];
  for (const table of tables) {
    const fidelities = combinations(table);
    for (const configuration of table.configurations) {
      for (const fidelity of fidelities) {
        for (const seed of seeds) {
          cells.push({ number: cells.length, instance: table.instance, configuration, fidelity, seed });
        }
      }
    }
  }
  return cells;
}

/** The last fidelity fastest. */
function combinations({ descriptor, levels }: PlannedTable): readonly Fidelity[] {
  return descriptor.fidelities.reduce<readonly Fidelity[]>(
    (before, { name }, axis) =>
      before.flatMap((fidelity) => (levels[axis] ?? []).map((level) => ({ ...fidelity, [name]: level }))),
    [{}],
  );
}
