import { createRng } from '../core/rng.js';
import { quantile } from './quantile.js';

/** A statistic of a sample with its percentile band; the ends are infinite or NaN where the values are. */
export interface Band {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

export interface BootstrapSettings {
  readonly seed: number;
  readonly draws: number;
  /** Of the band, such as 0.95. */
  readonly confidence: number;
}

/** Bands of samples; the draws depend on the sample's size only, so that a band depends on nothing but its own sample. */
export interface Bootstrap {
  mean(values: readonly number[]): Band;
  median(values: readonly number[]): Band;
}

/** The percentile bootstrap (Efron. Bootstrap methods: another look at the jackknife. Annals of Statistics 7, 1979). */
export function createBootstrap(settings: BootstrapSettings): Bootstrap {
  const bySize = new Map<number, Uint16Array>();
  const countsOf = (n: number): Uint16Array => {
    const counts = bySize.get(n) ?? drawCounts(n, settings);
    bySize.set(n, counts);
    return counts;
  };
  const band = (values: readonly number[], statistic: Statistic): Band => {
    const n = values.length;
    const sorted = Float64Array.from(values).sort();
    const estimate = statistic(sorted, new Uint16Array(n).fill(1), 0);
    if (n < 2 || sorted[0] === sorted[n - 1]) return { estimate, lower: estimate, upper: estimate };
    const counts = countsOf(n);
    const drawn = Float64Array.from({ length: settings.draws }, (_, draw) =>
      statistic(sorted, counts, draw * n),
    ).sort();
    const tail = (1 - settings.confidence) / 2;
    return { estimate, lower: quantile(drawn, tail), upper: quantile(drawn, 1 - tail) };
  };
  return { mean: (values) => band(values, weightedMean), median: (values) => band(values, weightedMedian) };
}

/** draws x n: how often each value is in the sample that was drawn. */
function drawCounts(n: number, { seed, draws }: BootstrapSettings): Uint16Array {
  const rng = createRng('bootstrap', seed, n);
  const counts = new Uint16Array(draws * n);
  for (let draw = 0; draw < draws; draw++) {
    for (let i = 0; i < n; i++) {
      const place = draw * n + rng.integer(n);
      counts[place] = (counts[place] as number) + 1;
    }
  }
  return counts;
}

/** Of ascending values, each as often as `counts` says from `from` on. */
type Statistic = (sorted: Float64Array, counts: Uint16Array, from: number) => number;

function weightedMean(sorted: Float64Array, counts: Uint16Array, from: number): number {
  let sum = 0;
  for (let i = 0; i < sorted.length; i++) {
    const count = counts[from + i] as number;
    if (count > 0) sum += count * (sorted[i] as number);
  }
  return sum / sorted.length;
}

function weightedMedian(sorted: Float64Array, counts: Uint16Array, from: number): number {
  const n = sorted.length;
  let i = 0;
  let below = counts[from] as number;
  while (2 * below < n) below += counts[from + ++i] as number;
  const value = sorted[i] as number;
  if (2 * below > n) return value;
  // An even sample is cut in two here: the other middle value is the next that was drawn.
  do i++;
  while (counts[from + i] === 0);
  return (value + (sorted[i] as number)) / 2;
}
