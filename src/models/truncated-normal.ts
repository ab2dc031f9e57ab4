import { normalCdf, normalQuantile } from './normal.js';

/**
 * Quantile of a normal distribution that is truncated to [0, 1].
 *
 * @param u - in [0, 1); a uniform number makes a draw of it
 * @param mean - in [0, 1], so that neither tail has to be looked at closely
 * @param deviation - of the normal before it is truncated, > 0
 */
export function truncatedNormal(u: number, mean: number, deviation: number): number {
  const low = normalCdf(-mean / deviation);
  const high = normalCdf((1 - mean) / deviation);
  const x = mean + deviation * normalQuantile(low + u * (high - low));
  return x <= 0 ? 0 : Math.min(x, 1);
}
