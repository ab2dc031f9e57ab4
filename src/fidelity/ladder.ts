import { power } from '../core/power.js';
import { userError } from '../core/errors.js';

/** Two levels whose ratio differs from 1 by less are one level: a ladder that should hit its lowest level does. */
const TOLERANCE = 1e-9;
/** A ladder with more rungs than this is a typing error in `eta`. */
const MOST_RUNGS = 1000;

/**
 * Levels of successive halving, ascending: `r_k = upper / eta^(s-k)` for k = 0..s, with the largest s for which
 * `lower * eta^s <= upper` (Li et al. 2018, Algorithm 1, line 1). Anchored at the top: the last level is exactly `upper`,
 * and the first is `lower` only if the range is a power of `eta`.
 *
 * Rungs are counted by multiplication: `floor(ln(upper/lower)/ln(eta))` loses one for (1, 243, 3), (3, 729, 3),
 * (1, 1000, 10) and (0.01, 1, 10).
 * @param lower - lowest level, > 0
 * @param upper - highest level, >= lower
 * @param eta - ratio of neighbouring levels, > 1, not necessarily an integer
 * @throws SuiteError of code 'user' and key 'eta' if eta <= 1, or so near 1 that the ladder has more than 1000 rungs.
 */
export function ladder(lower: number, upper: number, eta: number): readonly number[] {
  const powers = descent(lower, upper, eta);
  return powers.map((_, k) => {
    const divisor = powers[powers.length - 1 - k] as number;
    return divisor === 1 ? upper : Math.max(lower, snapped(upper / divisor));
  });
}

/** `1, eta, eta^2, ..., eta^s`: exact while they fit into 53 bits, which division by them then keeps. */
function descent(lower: number, upper: number, eta: number): number[] {
  if (!(Number.isFinite(eta) && eta > 1)) {
    throw userError(`eta must be above 1, found ${eta}`, { key: 'eta', mend: 'Usual values are 3 and 4.' });
  }
  const powers = [1];
  const range = (upper / lower) * (1 + TOLERANCE);
  for (let next = eta; next <= range; next *= eta) {
    if (powers.length === MOST_RUNGS) {
      const mend = `Choose an eta of at least ${Math.ceil(power(upper / lower, 1 / MOST_RUNGS) * 1000) / 1000}.`;
      throw userError(`eta = ${eta} gives more than ${MOST_RUNGS} rungs`, { key: 'eta', mend });
    }
    powers.push(next);
  }
  return powers;
}

/** An integer, where only rounding (121 / 1.1 / 1.1) kept the quotient from it. */
function snapped(level: number): number {
  const whole = Math.round(level);
  return whole >= 1 && Math.abs(level - whole) <= whole * 1e-13 ? whole : level;
}
