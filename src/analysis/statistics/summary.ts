/** What the tests of means need to know of a sample. */
export interface Summary {
  readonly n: number;
  readonly mean: number;
  /** Standard deviation of the sample, over n - 1; NaN of one value. */
  readonly deviation: number;
}

export function summaryOf(values: readonly number[]): Summary {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { n, mean, deviation: Math.sqrt(squares / (n - 1)) };
}

/** Standard error of the mean. */
export function standardError({ n, deviation }: Summary): number {
  return deviation / Math.sqrt(n);
}

/** The middle value, or the mean of the two in the middle; NaN of none. */
export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  return ((low ?? NaN) + (high ?? NaN)) / 2;
}
