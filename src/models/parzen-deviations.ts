/** How an estimator turns observations into kernels. */
export interface ParzenRule {
  /** `optuna`: TPESampler of Optuna 5.0.0. `hyperopt`: `tpe.suggest` of Hyperopt 0.3.0, for one axis at a time. */
  readonly estimator: 'optuna' | 'hyperopt';
  /** Of the prior, beside 1 for an observation; >= 0. */
  readonly priorWeight: number;
  /** Keeps deviations above the range / min(100, n + 2). Hyperopt always does. */
  readonly magicClip: boolean;
  /** Whether the outer observations look at the ends of the range as at neighbours. Optuna only. */
  readonly endpoints: boolean;
}

/**
 * Deviations of the kernels at `values`, which lie in [0, 1]: the larger of the gaps to the two neighbours, clipped. Equal
 * values stand in the order of their indexes.
 *
 * @param into - n entries
 */
export function parzenDeviations(values: Float64Array, n: number, rule: ParzenRule, into: Float64Array): void {
  const order = Array.from({ length: n }, (_, index) => index);
  order.sort((i, j) => (values[i] as number) - (values[j] as number));
  const gaps = rule.estimator === 'optuna' ? optunaGaps : hyperoptGaps;
  gaps(
    order.map((index) => values[index] as number),
    rule.endpoints,
  ).forEach((gap, rank) => {
    const least = rule.magicClip || rule.estimator === 'hyperopt' ? 1 / Math.min(100, n + 2) : NARROWEST;
    into[order[rank] as number] = Math.min(Math.max(gap, least), 1);
  });
}

const NARROWEST = 1e-12;

/** The ends of the range are neighbours of the outer ones only where told so, or of a single value. */
function optunaGaps(sorted: readonly number[], endpoints: boolean): number[] {
  const last = sorted.length - 1;
  const ends = endpoints || last === 0;
  return sorted.map((value, rank) => {
    const left = rank > 0 ? value - (sorted[rank - 1] as number) : ends ? value : 0;
    const right = rank < last ? (sorted[rank + 1] as number) - value : ends ? 1 - value : 0;
    return Math.max(left, right);
  });
}

const PRIOR_MEAN = 0.5;

/** The prior's mean is a neighbour among others; a single value gets half of the range. */
function hyperoptGaps(sorted: readonly number[]): number[] {
  if (sorted.length === 1) return [0.5];
  const place = sorted.findIndex((value) => value >= PRIOR_MEAN);
  const prior = place === -1 ? sorted.length : place;
  const means = [...sorted.slice(0, prior), PRIOR_MEAN, ...sorted.slice(prior)];
  const gaps = means.map((mean, rank) =>
    Math.max(rank > 0 ? mean - (means[rank - 1] as number) : 0, (means[rank + 1] ?? mean) - mean),
  );
  return gaps.filter((_, rank) => rank !== prior);
}
