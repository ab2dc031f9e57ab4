/** What a kernel of one axis is, beside the data. */
export interface KernelShape {
  readonly bandwidth: number;
  /** How many levels a categorical reckons with; of no use for a number. */
  readonly count: number;
}

/** The sum of product kernels over rows of mixed data: Gaussian for numbers, Aitchison-Aitken for categoricals. */
export interface ProductKernels {
  /**
   * @param rows - size x d, row-major
   * @param shapes - one an axis
   */
  fit(rows: Float64Array, size: number, shapes: readonly KernelShape[]): void;
  /** At a point of d codes; divided by the number of rows. */
  readonly density: (codes: Float64Array) => number;
}

/**
 * One exponential a row is left to do at a point: numbers are divided by their bandwidths at the fit, and the weights of levels
 * are looked up in a table, where comparisons would be guessed wrong by the processor half of the time. Buffers are kept.
 *
 * @param levels - choices of each categorical axis, 0 for a number
 */
export function createProductKernels(levels: Int32Array): ProductKernels {
  const axes = [...levels.keys()];
  const numbers = axes.filter((axis) => levels[axis] === 0);
  const choices = axes.filter((axis) => levels[axis] !== 0);
  /** Where the levels of each choice begin in `weights`. */
  const starts = choices.map((_, at) => choices.slice(0, at).reduce((sum, axis) => sum + (levels[axis] as number), 0));
  /** Of each level of each choice: 1 - h where it is the point's, h / (L - 1) elsewhere. */
  const weights = new Float64Array(choices.reduce((sum, axis) => sum + (levels[axis] as number), 0));
  const point = new Float64Array(numbers.length);
  const buffers: Buffers = { scaled: new Float64Array(0), entries: new Int32Array(0), point, weights };
  let shapes: readonly KernelShape[] = [];
  let size = 0;
  let logScale = 0;

  function place(codes: Float64Array): void {
    numbers.forEach((axis, at) => {
      point[at] = (codes[axis] as number) / (shapes[axis] as KernelShape).bandwidth;
    });
    choices.forEach((axis, at) => {
      const { bandwidth, count } = shapes[axis] as KernelShape;
      const start = starts[at] as number;
      weights.fill(bandwidth / (count - 1), start, start + (levels[axis] as number));
      weights[start + (codes[axis] as number)] = 1 - bandwidth;
    });
  }

  return {
    fit(rows, count, kernels) {
      [size, shapes] = [count, kernels];
      logScale = -Math.log(size);
      for (const axis of numbers) logScale -= Math.log((kernels[axis] as KernelShape).bandwidth) + LOG_SQRT_2PI;
      makeRoom(buffers, size, choices.length);
      for (let row = 0; row < size; row++) {
        const from = row * levels.length;
        for (let at = 0; at < numbers.length; at++) {
          const axis = numbers[at] as number;
          const scaled = (rows[from + axis] as number) / (kernels[axis] as KernelShape).bandwidth;
          buffers.scaled[row * numbers.length + at] = scaled;
        }
        for (let at = 0; at < choices.length; at++) {
          const level = rows[from + (choices[at] as number)] as number;
          buffers.entries[row * choices.length + at] = (starts[at] as number) + level;
        }
      }
    },
    density(codes) {
      place(codes);
      return sumOver(buffers, size, choices.length, logScale);
    },
  };
}

const LOG_SQRT_2PI = 0.5 * Math.log(2 * Math.PI);

interface Buffers {
  /** size x numbers. */
  scaled: Float64Array;
  /** size x choices: where a row's level stands in `weights`. */
  entries: Int32Array;
  readonly point: Float64Array;
  readonly weights: Float64Array;
}

function makeRoom(buffers: Buffers, size: number, choices: number): void {
  const numbers = buffers.point.length;
  if (buffers.scaled.length < size * numbers) buffers.scaled = new Float64Array(2 * size * numbers);
  if (buffers.entries.length < size * choices) buffers.entries = new Int32Array(2 * size * choices);
}

function sumOver(
  { scaled, entries, point, weights }: Buffers,
  size: number,
  choices: number,
  logScale: number,
): number {
  const numbers = point.length;
  let sum = 0;
  for (let row = 0; row < size; row++) {
    let square = 0;
    for (let at = 0, entry = row * numbers; at < numbers; at++, entry++) {
      const gap = (scaled[entry] as number) - (point[at] as number);
      square += gap * gap;
    }
    let kernel = Math.exp(logScale - 0.5 * square);
    for (let entry = row * choices; entry < (row + 1) * choices; entry++) {
      kernel *= weights[entries[entry] as number] as number;
    }
    sum += kernel;
  }
  return sum;
}
