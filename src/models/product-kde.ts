/** How a density chooses its bandwidths, and what it takes for the levels of a categorical. */
export interface KdeRule {
  readonly minBandwidth: number;
  /**
   * `observed`: as many as differ in the data, and bandwidths as they come, as statsmodels has it. Bandwidths above 1 then give
   * negative weights, and a value beside a column of equal ones an infinite density. `declared`: those of the parameter, and
   * bandwidths of at most (L - 1) / L, where the kernel is uniform.
   */
  readonly levels: 'observed' | 'declared';
}

/** A product kernel density over mixed data (`KernelCodes`, complete). */
export interface ProductKde {
  /** One an axis, of the last fit. */
  readonly bandwidths: Float64Array;
  /** @param rows - size x d, row-major, size >= 1 */
  fit(rows: Float64Array, size: number): void;
  density(point: Float64Array): number;
}

/**
 * Gaussian kernels for numbers, Aitchison-Aitken's for categoricals: 1 - h on the same level, h / (L - 1) on another.
 * Bandwidths by the normal reference rule h = 1.06 deviation n^(-1/(4 + d)), on level indexes too (`KDEMultivariate` of
 * statsmodels, as HpBandSter uses it).
 *
 * @param levels - choices of each categorical axis, 0 for a number
 */
export function createProductKde(levels: Int32Array, rule: KdeRule): ProductKde {
  const dimensions = levels.length;
  const axes = [...levels.keys()];
  const numbers = axes.filter((axis) => levels[axis] === 0);
  const order = [...numbers, ...axes.filter((axis) => levels[axis] !== 0)];
  const bandwidths = new Float64Array(dimensions);
  const point = new Float64Array(dimensions);
  const kernels: Kernels = {
    data: new Float64Array(0),
    size: 0,
    dimensions,
    numbers: numbers.length,
    logScale: 0,
    same: new Float64Array(dimensions),
    other: new Float64Array(dimensions),
  };

  function fitColumn(rows: Float64Array, at: number): void {
    const axis = order[at] as number;
    const column = { rows, size: kernels.size, dimensions, axis };
    const bandwidth = bandwidthOf(column, levels[axis] as number, rule);
    bandwidths[axis] = bandwidth;
    for (let row = 0; row < kernels.size; row++) {
      const value = rows[row * dimensions + axis] as number;
      kernels.data[row * dimensions + at] = at < numbers.length ? value / bandwidth : value;
    }
    if (at < numbers.length) {
      kernels.logScale -= Math.log(bandwidth) + LOG_SQRT_2PI;
    } else {
      const count = rule.levels === 'declared' ? (levels[axis] as number) : distinct(column);
      kernels.same[at] = 1 - bandwidth;
      kernels.other[at] = bandwidth / (count - 1);
    }
  }

  return {
    bandwidths,
    fit(rows, size) {
      if (kernels.data.length < size * dimensions) kernels.data = new Float64Array(2 * size * dimensions);
      kernels.size = size;
      kernels.logScale = -Math.log(size);
      for (let at = 0; at < dimensions; at++) fitColumn(rows, at);
    },
    density(codes) {
      for (let at = 0; at < dimensions; at++) {
        const axis = order[at] as number;
        const code = codes[axis] as number;
        point[at] = at < numbers.length ? code / (bandwidths[axis] as number) : code;
      }
      return sumAt(kernels, point);
    },
  };
}

const LOG_SQRT_2PI = 0.5 * Math.log(2 * Math.PI);

/** A fitted density. The columns of numbers come first, divided by their bandwidths: one exponential a row is left to do. */
interface Kernels {
  /** size x dimensions. */
  data: Float64Array;
  size: number;
  readonly dimensions: number;
  /** How many columns are numbers. */
  readonly numbers: number;
  /** Logarithm of 1 / size and of the Gaussians' constants. */
  logScale: number;
  /** Weights of a categorical column, where the level is the same and where it is another. */
  readonly same: Float64Array;
  readonly other: Float64Array;
}

function sumAt({ data, size, dimensions, numbers, logScale, same, other }: Kernels, point: Float64Array): number {
  let sum = 0;
  for (let row = 0, base = 0; row < size; row++, base += dimensions) {
    let square = 0;
    for (let at = 0; at < numbers; at++) {
      const gap = (data[base + at] as number) - (point[at] as number);
      square += gap * gap;
    }
    let kernel = Math.exp(logScale - 0.5 * square);
    for (let at = numbers; at < dimensions; at++) {
      kernel *= (data[base + at] === point[at] ? same[at] : other[at]) as number;
    }
    sum += kernel;
  }
  return sum;
}

interface Column {
  readonly rows: Float64Array;
  readonly size: number;
  readonly dimensions: number;
  readonly axis: number;
}

function bandwidthOf(column: Column, levels: number, { minBandwidth, levels: counted }: KdeRule): number {
  const reference = 1.06 * deviation(column) * column.size ** (-1 / (4 + column.dimensions));
  const bandwidth = Math.max(reference, minBandwidth);
  return levels > 0 && counted === 'declared' ? Math.min(bandwidth, (levels - 1) / levels) : bandwidth;
}

/** With divisor n. */
function deviation({ rows, size, dimensions, axis }: Column): number {
  let sum = 0;
  for (let row = 0; row < size; row++) sum += rows[row * dimensions + axis] as number;
  const mean = sum / size;
  let squares = 0;
  for (let row = 0; row < size; row++) squares += ((rows[row * dimensions + axis] as number) - mean) ** 2;
  return Math.sqrt(squares / size);
}

/** How many different levels the column has. */
function distinct({ rows, size, dimensions, axis }: Column): number {
  const seen = new Set<number>();
  for (let row = 0; row < size; row++) seen.add(rows[row * dimensions + axis] as number);
  return seen.size;
}
