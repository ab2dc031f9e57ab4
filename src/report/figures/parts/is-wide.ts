/** Whether values are better drawn on a log axis: all positive, and more than a factor of 10 apart. */
export function isWide(values: readonly (number | null)[]): boolean {
  const known = values.filter((value) => value !== null);
  const least = known.reduce((low, value) => Math.min(low, value), Infinity);
  const most = known.reduce((high, value) => Math.max(high, value), -Infinity);
  return least > 0 && most > 10 * least;
}
