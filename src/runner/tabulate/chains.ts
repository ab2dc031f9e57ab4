import { canonical } from '../../core/json.js';
import type { FidelityParameter } from '../../fidelity/space.js';
import type { Descriptor } from '../../protocol/descriptor.js';
import type { Cell } from './cells.js';
import type { TablePlan } from './table-plan.js';

/** Cells of one configuration and seed at ascending levels of a fidelity that continues; else a single cell. */
export type Chain = readonly Cell[];

/**
 * Where seconds are measured, what a lower level took need not be spent again: cells that differ only in the first continuing
 * fidelity are one chain. A recorded cost is from scratch, and has no chains.
 */
export function chainsOf({ tables }: TablePlan, cells: readonly Cell[]): readonly Chain[] {
  const climbed = new Map(tables.map(({ instance, descriptor }) => [instance, climbedAxis(descriptor)]));
  const chains = new Map<string | number, Cell[]>();
  for (const cell of cells) {
    const axis = climbed.get(cell.instance);
    const key = axis === undefined ? cell.number : keyOf(cell, axis);
    const chain = chains.get(key);
    if (chain === undefined) chains.set(key, [cell]);
    else chain.push(cell);
  }
  return [...chains.values()];
}

function climbedAxis({ clock, fidelities }: Descriptor): string | undefined {
  if (clock !== 'measured') return undefined;
  return fidelities.find(({ continuation, cost }: FidelityParameter) => continuation && cost !== 'none')?.name;
}

function keyOf({ instance, configuration, fidelity, seed }: Cell, axis: string): string {
  const others = Object.entries(fidelity).filter(([name]) => name !== axis);
  return canonical([instance, configuration, others, seed]);
}
