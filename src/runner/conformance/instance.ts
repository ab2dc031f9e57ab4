import type { Fidelity } from '../../core/types.js';
import { createFidelitySpace, type FidelitySpace } from '../../fidelity/space.js';
import type { Descriptor } from '../../protocol/descriptor.js';
import { createSearchSpace, type SearchSpace } from '../../space/space.js';

/** An instance of the family, compiled. */
export interface Instance {
  readonly name: string;
  readonly descriptor: Descriptor;
  readonly space: SearchSpace;
  readonly fidelities: FidelitySpace;
  /** Every fidelity parameter at its lowest level. */
  readonly lowest: Fidelity;
  readonly measured: boolean;
}

export function createInstance(descriptor: Descriptor): Instance {
  return {
    name: descriptor.instance,
    descriptor,
    space: createSearchSpace(descriptor.space),
    fidelities: createFidelitySpace(descriptor.fidelities),
    lowest: Object.fromEntries(descriptor.fidelities.map(({ name, lower }) => [name, lower])),
    measured: descriptor.clock === 'measured',
  };
}

/**
 * Up to three levels of an axis, ascending: both ends and the middle, or on a measured clock the lowest, three and nine times
 * it, since there the highest may take hours.
 */
export function levelsOf({ descriptor, fidelities, measured }: Instance, axis: string): readonly number[] {
  const parameter = descriptor.fidelities.find(({ name }) => name === axis);
  if (parameter === undefined) return [];
  const { lower, upper } = parameter;
  const wanted = measured ? [lower, lower * 3, lower * 9] : [lower, Math.sqrt(lower * upper), upper];
  return [...new Set(wanted.map((level) => fidelities.round(axis, level)))];
}

/** Some of them: the first, the last and others in between. */
export function spread<T>(items: readonly T[], count: number): readonly T[] {
  if (items.length <= count) return items;
  return Array.from({ length: count }, (_, i) => items[Math.round((i * (items.length - 1)) / (count - 1))] as T);
}
