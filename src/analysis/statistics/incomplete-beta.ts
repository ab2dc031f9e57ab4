import { lgamma } from 'lib-r-math.js';

/**
 * The regularised incomplete beta function I_x(a, b) for 0 <= x <= 1 and a, b > 0: the tails of the binomial and of F.
 * The continued fraction of Didonato and Morris (Algorithm 708, 1992; DLMF 8.17.22) by the method of Lentz, to about 13 digits.
 *
 * Our own, since that of `lib-r-math.js` 2.0.3 is wrong in the fourth digit for small whole a and b: its `pbinom(0, 2, 0.5)` is
 * 0.25028.
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges fast left of the mean only.
  if (x > (a + 1) / (a + b + 2)) return 1 - tail(1 - x, b, a);
  return tail(x, a, b);
}

function tail(x: number, a: number, b: number): number {
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) + lgamma(a + b) - lgamma(a) - lgamma(b)) / a;
  return front * fraction(x, a, b);
}

const SMALL = 1e-300;
const TERMS = 10_000;

function fraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m < TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    let step = 1;
    for (const term of [even, odd]) {
      d = 1 / away(1 + term * d);
      c = away(1 + term / c);
      step = c * d;
      value *= step;
    }
    if (Math.abs(step - 1) < 1e-16) break;
  }
  return value;
}

function away(denominator: number): number {
  return Math.abs(denominator) < SMALL ? SMALL : denominator;
}
