export interface Midranks {
  /** Of each value, from 1 for the smallest; equal ones share the mean of their ranks. */
  readonly ranks: readonly number[];
  /** How many values each group of equal ones has, where they are more than one. */
  readonly ties: readonly number[];
}

/** Ranks with ties. NaN has no rank: there must be none. */
export function midranks(values: readonly number[]): Midranks {
  const order = values.map((_, index) => index).sort((i, j) => (values[i] as number) - (values[j] as number));
  const ranks = new Array<number>(values.length);
  const ties: number[] = [];
  for (let start = 0, end = 0; start < order.length; start = end) {
    const value = values[order[start] as number];
    while (end < order.length && values[order[end] as number] === value) end++;
    for (const index of order.slice(start, end)) ranks[index] = (start + 1 + end) / 2;
    if (end - start > 1) ties.push(end - start);
  }
  return { ranks, ties };
}
