import type { ParzenAxis } from './parzen-axis.js';
import { choiceKernels, pooledChoices } from './parzen-choices.js';
import type { ParzenRule } from './parzen-deviations.js';
import { cellKernels, realKernels } from './parzen-normals.js';

/** One axis of a mixture: a kernel for each observation, and the prior as the last. */
export interface ParzenKernels {
  /**
   * @param values - n unit codes, or indexes of choices
   * @param weights - n + 1 that sum to 1: of the observations, and of the prior
   */
  fit(values: Float64Array, n: number, weights: Float64Array): void;
  /** A value of a component, made of a uniform number in [0, 1). */
  draw(component: number, u: number): number;
  /** @param into - points x (n + 1): the logarithm of each component's density at each point is added */
  addLogDensity(points: Float64Array, into: Float64Array): void;
  /** Logarithms of the mass that each component had inside of the range before it was truncated; of numbers only. */
  readonly logMasses?: () => Float64Array;
}

export function createParzenKernels(axis: ParzenAxis, rule: ParzenRule): ParzenKernels {
  switch (axis.kind) {
    case 'real':
      return realKernels(rule);
    case 'cells':
      return cellKernels(axis.cells, rule);
    case 'choices':
      return rule.estimator === 'optuna' ? choiceKernels(axis.prior.length, rule) : pooledChoices(axis.prior);
  }
}
