/**
 * Weights of n observations, oldest first (Optuna's `default_weights`, Hyperopt's `linear_forgetting_weights`): all 1 below 25;
 * otherwise the newest 25 have 1, and the older ones rise evenly from 1/n to 1.
 */
export function forgettingWeights(n: number): Float64Array {
  const weights = new Float64Array(n).fill(1);
  const ramp = n - REMEMBERED;
  for (let i = 0; i < ramp; i++) weights[i] = 1 / n + (ramp === 1 ? 0 : ((1 - 1 / n) * i) / (ramp - 1));
  return weights;
}

const REMEMBERED = 25;
