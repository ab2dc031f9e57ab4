export const STRUCTURES = ['multivariate', 'grouped', 'univariate'] as const;
/**
 * `multivariate`: axes that every configuration had are modelled together, the others alone. `grouped`: together those that the
 * same configurations had. `univariate`: each alone.
 */
export type Structure = (typeof STRUCTURES)[number];

/** Which axes of a perhaps conditional space are modelled together. Every axis is in one group. */
export interface AxisGroups {
  /** @param codes - of a configuration that was evaluated: NaN where a parameter is inactive */
  see(codes: Float64Array): void;
  current(): readonly (readonly number[])[];
}

/**
 * The search spaces of TPESampler in Optuna: the intersection of those that were seen (`IntersectionSearchSpace`), or their
 * decomposition (`_GroupDecomposedSearchSpace`). Axes that are in none of them are alone.
 */
export function createAxisGroups(structure: Structure, dimensions: number): AxisGroups {
  const axes = Array.from({ length: dimensions }, (_, axis) => axis);
  let joint: readonly (readonly number[])[] | undefined;
  return {
    see(codes) {
      const isActive = (axis: number): boolean => !Number.isNaN(codes[axis]);
      if (structure === 'multivariate') joint = [(joint?.[0] ?? axes).filter(isActive)];
      if (structure === 'grouped') joint = refined(joint ?? [], axes, isActive);
    },
    current() {
      const groups = (joint ?? []).filter((group) => group.length > 0);
      const together = new Set(groups.flat());
      return [...groups, ...axes.filter((axis) => !together.has(axis)).map((axis) => [axis])];
    },
  };
}

/** Splits every group into what is active and what is not; active axes that are in none make a new one. */
function refined(
  groups: readonly (readonly number[])[],
  axes: readonly number[],
  isActive: (axis: number) => boolean,
): (readonly number[])[] {
  const known = new Set(groups.flat());
  const parts = groups.flatMap((group) => [group.filter(isActive), group.filter((axis) => !isActive(axis))]);
  return [...parts, axes.filter((axis) => isActive(axis) && !known.has(axis))].filter((part) => part.length > 0);
}
