import type { MetricDefinition } from '../core/metric.js';
import type { Normaliser } from './comparison.js';

/**
 * The fixed scale of an objective: what the benchmark declares, and nothing that any optimizer has found, so that no score moves when
 * another optimizer is added (CARP-S normalises over whatever lies in the folder). Neither observed values nor bounds are a scale: the
 * worst value that was ever recorded may be a diverged run, and a bound may be out of reach.
 *
 * `null` where not even an optimum is declared. Without a reference there is regret, and no normalised one; so it is where half of all
 * configurations are as good as the best.
 */
export function normaliserOf({ direction, optimum, scale }: MetricDefinition): Normaliser | null {
  if (scale === undefined) {
    return optimum === undefined ? null : { best: optimum, bestFrom: 'optimum', reference: null, how: null };
  }
  const { best, exact, median, how } = scale;
  const sign = direction === 'minimize' ? 1 : -1;
  const isApart = sign * (median - best) > 0;
  return { best, bestFrom: exact ? 'optimum' : 'known', reference: isApart ? median : null, how };
}
