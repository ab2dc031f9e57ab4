import type { Curve } from '../../../analysis/comparison.js';

/**
 * Where the medians are once a tenth of the clock is over, with a margin for their bands. First guesses can be so bad that all
 * that follows looks equal: undefined where they are not, so that the axis need not be shortened.
 */
export function lateDomain(curves: readonly Curve[]): readonly [number, number] | undefined {
  const end = Math.max(...curves.map(({ x }) => x.at(-1) ?? 0));
  const all = rangeOf(
    curves.flatMap(({ median, medianLower, medianUpper }) => [...median, ...medianLower, ...medianUpper]),
  );
  // A step holds until the next begins.
  const late = rangeOf(
    curves.flatMap(({ x, median }) => median.filter((_, index) => (x[index + 1] ?? Infinity) > end / 10)),
  );
  const width = late[1] - late[0];
  if (!(width > 0) || all[1] - all[0] < CUT_FROM * width) return undefined;
  return [Math.max(all[0], late[0] - MARGIN * width), Math.min(all[1], late[1] + MARGIN * width)];
}

/** How much of the axis has to be empty otherwise: four fifths. */
const CUT_FROM = 5;
const MARGIN = 0.4;

function rangeOf(values: readonly (number | null)[]): readonly [number, number] {
  const known = values.filter((value) => value !== null);
  return [Math.min(...known), Math.max(...known)];
}
