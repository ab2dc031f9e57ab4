import type { Rng } from '../core/rng.js';
import type { ParzenAxis } from './parzen-axis.js';
import type { ParzenRule } from './parzen-deviations.js';
import { createParzenKernels } from './parzen-kernels.js';

/** A mixture of products: one component an observation and one for the prior, each a product over all axes. */
export interface Parzen {
  /**
   * @param columns - one an axis, of n unit codes or indexes of choices
   * @param weights - of the n observations, > 0, not normalised
   */
  fit(columns: readonly Float64Array[], n: number, weights: Float64Array): void;
  /** @param points - one column an axis, filled with draws */
  sample(points: readonly Float64Array[], rng: Rng): void;
  /** @param into - the logarithm of the density at each of the points: of a mass where an axis is not real */
  logDensity(points: readonly Float64Array[], into: Float64Array): void;
}

/**
 * The Parzen estimators of tree-structured Parzen estimation (Bergstra et al. Algorithms for hyper-parameter optimization. NIPS
 * 2011) as Optuna and Hyperopt have them, in the unit cube: every rule is proportional to the range, so that densities are
 * theirs times the range.
 *
 * *Deviates:* integers of Hyperopt reach half a step beyond their bounds, as Optuna's do; there the outer values are drawn half as
 * often as others.
 */
export function createParzen(axes: readonly ParzenAxis[], rule: ParzenRule): Parzen {
  const kernels = axes.map((axis) => createParzenKernels(axis, rule));
  /** Of the components, the prior last. */
  let shares = new Float64Array(0);
  let scratch = new Float64Array(0);

  /** Hyperopt truncates the mixture, not its components: those that lie outside in part get less. */
  function truncateAsWhole(): void {
    const logMasses = kernels[0]?.logMasses?.();
    if (logMasses === undefined) return;
    for (let i = 0; i < shares.length; i++) shares[i] = (shares[i] as number) * Math.exp(logMasses[i] as number);
    normalise(shares);
  }

  return {
    fit(columns, n, weights) {
      if (shares.length !== n + 1) shares = new Float64Array(n + 1);
      shares.set(weights.subarray(0, n));
      shares[n] = n === 0 ? 1 : rule.priorWeight;
      normalise(shares);
      kernels.forEach((kernel, axis) => kernel.fit(columns[axis] as Float64Array, n, shares));
      if (rule.estimator === 'hyperopt') truncateAsWhole();
    },
    sample(points, rng) {
      const count = points[0]?.length ?? 0;
      for (let point = 0; point < count; point++) {
        const component = pick(shares, rng.float());
        kernels.forEach((kernel, axis) => {
          (points[axis] as Float64Array)[point] = kernel.draw(component, rng.float());
        });
      }
    },
    logDensity(points, into) {
      const size = shares.length;
      if (scratch.length < into.length * size) scratch = new Float64Array(2 * into.length * size);
      for (let i = 0; i < size; i++) {
        const share = Math.log(shares[i] as number);
        for (let point = 0; point < into.length; point++) scratch[point * size + i] = share;
      }
      kernels.forEach((kernel, axis) => kernel.addLogDensity(points[axis] as Float64Array, scratch));
      for (let point = 0; point < into.length; point++) into[point] = logOfSum(scratch, point * size, size);
    },
  };
}

function normalise(weights: Float64Array): void {
  let total = 0;
  for (let i = 0; i < weights.length; i++) total += weights[i] as number;
  for (let i = 0; i < weights.length; i++) weights[i] = (weights[i] as number) / total;
}

/** The index at which the cumulated shares pass u. */
function pick(shares: Float64Array, u: number): number {
  let index = 0;
  let below = shares[0] as number;
  while (index < shares.length - 1 && u >= below) below += shares[++index] as number;
  return index;
}

/** Logarithm of the sum of exponentials of a slice; -Infinity where all are. */
function logOfSum(logs: Float64Array, start: number, length: number): number {
  let largest = -Infinity;
  for (let i = start; i < start + length; i++) if ((logs[i] as number) > largest) largest = logs[i] as number;
  if (largest === -Infinity) return largest;
  let sum = 0;
  for (let i = start; i < start + length; i++) sum += Math.exp((logs[i] as number) - largest);
  return largest + Math.log(sum);
}
