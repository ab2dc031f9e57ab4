import type { Rng } from '../core/rng.js';
import type { Configuration, Value } from '../core/types.js';
import { isForbidden, type Column, type CompiledSpace } from './compile.js';

/** Children that a change switches on are drawn again this often if the result is forbidden. */
const CHILD_TRIES = 10;

/**
 * The configuration with another value of one active parameter. Children that it switches on are drawn from the prior, those
 * that it switches off leave. Undefined if the result is forbidden, whatever the children.
 */
export function exchange(
  space: CompiledSpace,
  configuration: Configuration,
  { column: changed, value }: { readonly column: Column; readonly value: Value },
  rng: Rng,
): Configuration | undefined {
  if (!changed.steers) {
    const neighbour = { ...configuration, [changed.name]: value };
    return isForbidden(space, neighbour) ? undefined : neighbour;
  }
  for (let i = 0; i < CHILD_TRIES; i++) {
    const neighbour: Record<string, Value> = {};
    let drawn = false;
    for (const column of space.order) {
      if (column.active !== undefined && !column.active(neighbour)) continue;
      const kept = column === changed ? value : configuration[column.name];
      drawn ||= kept === undefined;
      neighbour[column.name] = kept ?? column.draw(rng);
    }
    if (!isForbidden(space, neighbour)) return neighbour;
    if (!drawn) return undefined;
  }
  return undefined;
}
