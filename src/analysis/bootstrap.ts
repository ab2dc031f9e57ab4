import { createRng } from '../core/rng.js';
import { quantileOfUnsorted } from './quantile.js';
import { medianOf } from './statistics/summary.js';

/** A statistic of a sample with its percentile band. Infinite values are runs without an incumbent. */
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

/** Bands of samples of one value or more; the draws depend on the sample's size only, so that a band depends on nothing but its own sample. */
export interface Bootstrap {
  mean(values: readonly number[]): Band;
  median(values: readonly number[]): Band;
}

/** The percentile bootstrap (Efron. Bootstrap methods: another look at the jackknife. Annals of Statistics 7, 1979). */
export function createBootstrap(settings: BootstrapSettings): Bootstrap {
  const { draws, confidence } = settings;
  const bySize = new Map<number, Resamples>();
  const resamplesOf = (n: number): Resamples => {
    const known = bySize.get(n) ?? drawResamples(n, settings);
    bySize.set(n, known);
    return known;
  };
  const drawn = new Float64Array(draws);
  const band = (values: readonly number[], estimate: number, draw: Draw): Band => {
    const sorted = Float64Array.from(values).sort();
    if (sorted[0] === sorted.at(-1)) return { estimate, lower: estimate, upper: estimate };
    draw(sorted, resamplesOf(sorted.length), drawn);
    const tail = (1 - confidence) / 2;
    return { estimate, lower: quantileOfUnsorted(drawn, tail), upper: quantileOfUnsorted(drawn, 1 - tail) };
  };
  return {
    mean(values) {
      const estimate = values.reduce((sum, value) => sum + value, 0) / values.length;
      return estimate === Infinity ? UNKNOWN : band(values, estimate, drawMeans);
    },
    median: (values) => band(values, medianOf(values), drawMedians),
  };
}

const UNKNOWN: Band = { estimate: Infinity, lower: Infinity, upper: Infinity };

/** Of samples of one size, whatever their values. */
interface Resamples {
  /** draws x n, and zeros up to a multiple of 4 draws: how often each value is drawn, ascending. */
  readonly counts: Float64Array;
  /** draws x 2: places of the two middle values of what is drawn, in the ascending sample; the same one twice for an odd n. */
  readonly middles: Uint16Array;
}

const TOGETHER = 4;

type Draw = (sorted: Float64Array, resamples: Resamples, into: Float64Array) => void;

function drawResamples(n: number, { seed, draws }: BootstrapSettings): Resamples {
  const rng = createRng('bootstrap', seed, n);
  const counts = new Float64Array(TOGETHER * Math.ceil(draws / TOGETHER) * n);
  const middles = new Uint16Array(2 * draws);
  for (let draw = 0; draw < draws; draw++) {
    const places = Uint16Array.from({ length: n }, () => rng.integer(n)).sort();
    for (const place of places) counts[draw * n + place] = (counts[draw * n + place] as number) + 1;
    middles[2 * draw] = places[Math.ceil(n / 2) - 1] as number;
    middles[2 * draw + 1] = places[Math.floor(n / 2)] as number;
  }
  return { counts, middles };
}

function drawMeans(sorted: Float64Array, { counts }: Resamples, into: Float64Array): void {
  const n = sorted.length;
  // A sum waits for itself at each of its terms; four at once take hardly longer than one.
  for (let draw = 0; draw < into.length; draw += TOGETHER) {
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let i = 0, at = draw * n; i < n; i++, at++) {
      const value = sorted[i] as number;
      a += (counts[at] as number) * value;
      b += (counts[at + n] as number) * value;
      c += (counts[at + 2 * n] as number) * value;
      d += (counts[at + 3 * n] as number) * value;
    }
    into[draw] = a / n;
    if (draw + 1 < into.length) into[draw + 1] = b / n;
    if (draw + 2 < into.length) into[draw + 2] = c / n;
    if (draw + 3 < into.length) into[draw + 3] = d / n;
  }
}

function drawMedians(sorted: Float64Array, { middles }: Resamples, into: Float64Array): void {
  for (let draw = 0; draw < into.length; draw++) {
    const [low, high] = [sorted[middles[2 * draw] as number], sorted[middles[2 * draw + 1] as number]];
    into[draw] = ((low as number) + (high as number)) / 2;
  }
}
