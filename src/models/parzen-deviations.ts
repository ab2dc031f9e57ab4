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
 * Writes the deviations of the kernels at n values, which lie in [0, 1], into `into`, and into `twins` the index of an earlier
 * value with which a kernel agrees, -1 where there is none: what is known of the one is known of the other.
 */
export type ParzenDeviations = (values: Float64Array, n: number, into: Float64Array, twins: Int32Array) => void;

/**
 * The larger of the gaps to the two neighbours, clipped to [range / min(100, n + 2), range]. Equal values stand in the order of
 * their indexes.
 */
export function parzenDeviations(rule: ParzenRule): ParzenDeviations {
  const gaps = rule.estimator === 'optuna' ? optunaGaps(rule.endpoints) : hyperoptGap;
  const clips = rule.magicClip || rule.estimator === 'hyperopt';
  let buffer = new Float64Array(16);
  /** By the place of a value among the sorted ones: how often it has come so far, and where it came last. */
  let equals = new Int32Array(16);
  let latest = new Int32Array(16);
  return (values, n, into, twins) => {
    if (n > buffer.length) {
      [buffer, equals, latest] = [new Float64Array(2 * n), new Int32Array(2 * n), new Int32Array(2 * n)];
    }
    const sorted = buffer.subarray(0, n);
    sorted.set(values.subarray(0, n));
    sorted.sort();
    equals.fill(0, 0, n);
    const least = clips ? 1 / Math.min(100, n + 2) : NARROWEST;
    for (let i = 0; i < n; i++) {
      const first = firstFrom(sorted, values[i] as number);
      const earlier = equals[first] as number;
      into[i] = Math.min(Math.max(gaps(sorted, first + earlier), least), 1);
      const before = latest[first] as number;
      twins[i] = earlier > 0 && into[before] === into[i] ? before : -1;
      equals[first] = earlier + 1;
      latest[first] = i;
    }
  };
}

const NARROWEST = 1e-12;

/** Of the value at a place in sorted ones, the larger gap to a neighbour. */
type Gap = (sorted: Float64Array, at: number) => number;

/** The ends of the range are neighbours of the outer ones where told so, and of a single value. */
function optunaGaps(endpoints: boolean): Gap {
  return (sorted, at) => {
    const last = sorted.length - 1;
    const value = sorted[at] as number;
    const ends = endpoints || last === 0;
    const left = at > 0 ? value - (sorted[at - 1] as number) : ends ? value : 0;
    const right = at < last ? (sorted[at + 1] as number) - value : ends ? 1 - value : 0;
    return Math.max(left, right);
  };
}

const PRIOR_MEAN = 0.5;

/** The prior's mean is a neighbour among others; a single value gets half of the range. */
function hyperoptGap(sorted: Float64Array, at: number): number {
  if (sorted.length === 1) return 0.5;
  const value = sorted[at] as number;
  const below = sorted[at - 1];
  const above = sorted[at + 1];
  // The prior stands before the first value that is not below it.
  const left = value >= PRIOR_MEAN && !(below !== undefined && below >= PRIOR_MEAN) ? PRIOR_MEAN : below;
  const right = value < PRIOR_MEAN && !(above !== undefined && above < PRIOR_MEAN) ? PRIOR_MEAN : above;
  return Math.max(left === undefined ? 0 : value - left, right === undefined ? 0 : right - value);
}

/** Index of the first entry that is not below a value. */
function firstFrom(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
