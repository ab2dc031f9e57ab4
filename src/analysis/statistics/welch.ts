import { pt } from 'lib-r-math.js';
import { standardError, type Summary } from './summary.js';

export interface Welch {
  /** Mean of a minus mean of b. */
  readonly difference: number;
  /** Standard error of the difference. */
  readonly error: number;
  /** Degrees of freedom after Satterthwaite. */
  readonly degrees: number;
  /** Two-sided: how likely a difference as large is where there is none. */
  readonly p: number;
}

/**
 * The t-test for two samples whose variances may differ. It needs no more than their summaries.
 * Welch. The generalization of 'Student's' problem when several different population variances are involved.
 * Biometrika 34 (1947).
 * @param a - of two values or more, as b; where neither varies, p is 1 or 0
 */
export function welch(a: Summary, b: Summary): Welch {
  const difference = a.mean - b.mean;
  const [ofA, ofB] = [standardError(a) ** 2, standardError(b) ** 2];
  const error = Math.sqrt(ofA + ofB);
  if (error === 0) return { difference, error, degrees: a.n + b.n - 2, p: difference === 0 ? 1 : 0 };
  const degrees = (ofA + ofB) ** 2 / (ofA ** 2 / (a.n - 1) + ofB ** 2 / (b.n - 1));
  return { difference, error, degrees, p: Math.min(1, 2 * pt(-Math.abs(difference) / error, degrees)) };
}
