import { normalCdf, normalQuantile } from '../../models/normal.js';
import { parzenAxis } from '../../models/parzen-axis.js';
import type { Parameter } from '../../space/parameter.js';

/** A search distribution whose mean may be moved. */
interface Distribution {
  readonly mean: Float64Array;
  readonly sigma: number;
  /** n x n, row by row. */
  readonly covariance: Float64Array;
}

export interface CmaMargin {
  /** Whether an axis is an integer or an ordinal; such a coordinate may lie anywhere. */
  readonly isDiscrete: readonly boolean[];
  /** The codes of a point: discrete coordinates are spread around the mean. */
  spread(point: Float64Array, mean: Float64Array): Float64Array;
  /** After an update: moves the mean and spreads, so that neighbouring values keep their margin. */
  correct(distribution: Distribution): void;
}

/**
 * Keeps the probability of a discrete coordinate to leave its value, to either side where there are values, at a margin or above,
 * so that the search does not stop on a plateau. Hamano, Saito, Nomura, Shirakawa. CMA-ES with margin: lower-bounding marginal
 * probability for mixed-integer black-box optimization. GECCO 2022, algorithm 2; as `CMAwM` of the library `cmaes`.
 *
 * *Deviates:* values are equally wide in the unit cube, an integer on a logarithmic axis in the logarithm of its halves.
 * @param margin - alpha, 1 / (n lambda) in the paper
 */
export function createCmaMargin(axes: readonly Parameter[], margin: number): CmaMargin {
  const borders = axes.map(bordersOf);
  /** A: how far each discrete coordinate is spread. */
  const factors = new Float64Array(axes.length).fill(1);
  return {
    isDiscrete: borders.map((each) => each !== undefined),
    spread: (point, mean) =>
      point.map((x, i) => {
        const centre = mean[i] as number;
        return borders[i] === undefined ? x : centre + (x - centre) * (factors[i] as number);
      }),
    correct({ mean, sigma, covariance }) {
      borders.forEach((around, i) => {
        if (around === undefined) return;
        const deviation = sigma * Math.sqrt(covariance[i * axes.length + i] as number);
        const [low, high] = around(mean[i] as number);
        const marginal = { mean: mean[i] as number, deviation, factor: factors[i] as number };
        const corrected = correctMarginal(marginal, { low, high, margin });
        [mean[i], factors[i]] = [corrected.mean, corrected.factor];
      });
    },
  };
}

/** The borders to the neighbours of the value that a code has; one and the same at either end of the range. */
type Borders = (code: number) => readonly [low: number, high: number];

function bordersOf(parameter: Parameter): Borders | undefined {
  const axis = parzenAxis(parameter);
  const levels = levelsOf(parameter);
  if (axis.kind !== 'cells' || levels < 2) return undefined;
  const { cells } = axis;
  const border = (place: number): number => cells.edge(Math.min(Math.max(place, 1), levels - 1));
  return (code) => {
    const cell = cells.at(Math.min(Math.max(code, 0), 1));
    return [border(cell), border(cell + 1)];
  };
}

function levelsOf(parameter: Parameter): number {
  if (parameter.type === 'ordinal') return parameter.sequence.length;
  return parameter.type === 'integer' ? parameter.upper - parameter.lower + 1 : 0;
}

interface Marginal {
  readonly mean: number;
  /** sigma sqrt(C_ii) */
  readonly deviation: number;
  readonly factor: number;
}

interface Rule {
  readonly low: number;
  readonly high: number;
  readonly margin: number;
}

/** Exported for the comparison with the library. */
export function correctMarginal(
  { mean, deviation, factor }: Marginal,
  { low, high, margin }: Rule,
): { readonly mean: number; readonly factor: number } {
  const scale = deviation * factor;
  const [below, above] = [normalCdf((low - mean) / scale), normalCdf((mean - high) / scale)];
  if (Math.max(below, above) > 0.5) {
    // At an end of the range: only the mean can come nearer to the one neighbour.
    if (Math.min(below, above) >= margin) return { mean, factor };
    return { mean: high + Math.sign(mean - high) * scale * tailQuantile(margin), factor };
  }
  const between = 1 - (below + above);
  const half = margin / 2;
  const [left, right] = [Math.max(below, half), Math.max(above, half)];
  const excess = (1 - left - right - between) / (left + between + right - 3 * half);
  const toLow = tailQuantile(left + excess * (left - half));
  const toHigh = tailQuantile(right + excess * (right - half));
  return {
    mean: (low * toHigh + high * toLow) / (toLow + toHigh),
    factor: (high - low) / ((toLow + toHigh) * deviation),
  };
}

/** How many deviations lie between the mean and a border beyond which a normal has a probability. */
function tailQuantile(probability: number): number {
  return -normalQuantile(Math.min(Math.max(probability, LEAST), 0.5 - LEAST));
}

const LEAST = 1e-10;
