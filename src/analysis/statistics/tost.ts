import { pt, qt } from 'lib-r-math.js';
import type { Summary } from './summary.js';
import { welch } from './welch.js';

export interface Tost {
  /** Mean of a minus mean of b. */
  readonly difference: number;
  /** The difference with a confidence of 90 %: within the margin if and only if p < 0.05. */
  readonly interval: readonly [lower: number, upper: number];
  /** How likely such a difference is where the true one is as large as the margin. */
  readonly p: number;
}

/**
 * Two one-sided t-tests of Welch: whether two means differ by less than a margin.
 * Schuirmann. A comparison of the two one-sided tests procedure and the power approach for assessing the equivalence of
 * average bioavailability. J. Pharmacokinetics and Biopharmaceutics 15 (1987).
 * @param margin - above 0, in the unit of the values
 */
export function tost(a: Summary, b: Summary, margin: number): Tost {
  const { difference, error, degrees } = welch(a, b);
  const gap = margin - Math.abs(difference);
  if (error === 0) return { difference, interval: [difference, difference], p: gap > 0 ? 0 : 1 };
  const reach = qt(0.95, degrees) * error;
  return { difference, interval: [difference - reach, difference + reach], p: pt(-gap / error, degrees) };
}
