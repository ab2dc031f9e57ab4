import type { Series } from './curves.js';

export interface FlooredRegrets {
  readonly series: readonly Series[];
  /** Where regrets that are not positive are drawn; undefined where there are none. */
  readonly floor: number | undefined;
  /** The largest regret. */
  readonly top: number;
}

/** Rounding of a value that is the best one: such a share of the largest regret is none. */
const NOTHING = 1e-12;
/** The floor is below the smallest positive regret, and apart from it. */
const BELOW = 2;

/** Regrets for a log axis, on which 0 has no place: what is not positive is put below all that is. Tips stay as they are. */
export function flooredRegrets(series: readonly Required<Series>[]): FlooredRegrets {
  const all = series.flatMap(({ y, lower, upper }) => [...y, ...lower, ...upper]).filter((value) => value !== null);
  const largest = all.reduce((most, value) => Math.max(most, value), 0);
  const isNone = (value: number): boolean => value <= NOTHING * largest;
  const positive = all.filter((value) => !isNone(value));
  // Where all are at the best there is no scale, and any will do.
  const least = positive.reduce((low, value) => Math.min(low, value), Infinity);
  const floor = positive.length === 0 ? 1 : least / BELOW;
  if (!all.some(isNone)) return { series, floor: undefined, top: largest };
  const lift = (values: readonly (number | null)[]): (number | null)[] =>
    values.map((value) => (value === null ? null : isNone(value) ? floor : value));
  return {
    series: series.map(({ y, lower, upper, ...rest }) => ({
      ...{ ...rest, y: lift(y), lower: lift(lower), upper: lift(upper) },
    })),
    floor,
    top: positive.length === 0 ? 10 * floor : largest,
  };
}
