/** What a measured ratio or rate is held against. */
export type Goal = { readonly atMost: number } | { readonly atLeast: number };

/** One line: the median and the quartiles of the slices, and whether the median meets the goal. */
export function row(name: string, values: readonly number[], goal?: Goal): string {
  const [low, median, high] = [0.25, 0.5, 0.75].map((share) => quantile(values, share)) as [number, number, number];
  const line = `  ${name.padEnd(WIDTH)} ${shown(median)} [${shown(low)}, ${shown(high)}]`;
  if (goal === undefined) return line;
  const met = 'atMost' in goal ? median <= goal.atMost : median >= goal.atLeast;
  const bound = 'atMost' in goal ? `at most ${shown(goal.atMost)}` : `at least ${shown(goal.atLeast)}`;
  return `${line}; goal ${bound}: ${met ? 'met' : 'MISSED'}`;
}

/** The ratios of slices that were taken in the same turn. */
export function ratios(above: readonly number[], below: readonly number[]): readonly number[] {
  return above.map((value, turn) => value / (below[turn] as number));
}

/** The nearest rank. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.round(share * (sorted.length - 1))] as number;
}

const WIDTH = 46;

function shown(value: number): string {
  return value >= 1000 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}
