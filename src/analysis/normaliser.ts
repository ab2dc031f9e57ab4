import type { MetricDefinition } from '../core/metric.js';
import type { Normaliser } from './comparison.js';

/**
 * The fixed scale of an objective, from what the benchmark declares and from nothing that any optimizer has found, so that no
 * score moves when another optimizer is added (CARP-S normalises over whatever lies in the folder). `null` where the benchmark
 * declares neither an optimum, nor observed values, nor a bound on the good side.
 *
 * A declared bound that nobody can reach, such as an error of 0, makes regret a distance that never comes to 0: `bestFrom` says so.
 */
export function normaliserOf(metric: MetricDefinition): Normaliser | null {
  const { direction, lower, upper, optimum, observed } = metric;
  const minimised = direction === 'minimize';
  const [goodBound, badBound] = minimised ? [lower, upper] : [upper, lower];
  const [low, high] = observed ?? [];
  const [seenBest, seenWorst] = minimised ? [low, high] : [high, low];
  const best = first([optimum, 'optimum'], [seenBest, 'observed'], [goodBound, 'bound']);
  if (best === undefined) return null;
  const reference = first([seenWorst, 'observed'], [badBound, 'bound']);
  const sign = minimised ? 1 : -1;
  if (reference === undefined || !(sign * (reference.value - best.value) > 0)) {
    return { best: best.value, bestFrom: best.from, reference: null, referenceFrom: null };
  }
  return { best: best.value, bestFrom: best.from, reference: reference.value, referenceFrom: reference.from };
}

function first<From extends string>(
  ...candidates: readonly (readonly [value: number | undefined, from: From])[]
): { readonly value: number; readonly from: From } | undefined {
  for (const [value, from] of candidates) if (value !== undefined && Number.isFinite(value)) return { value, from };
  return undefined;
}
