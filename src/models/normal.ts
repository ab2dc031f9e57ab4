/**
 * Distribution function of the standard normal, to a relative error below 1e-13 down to the smallest numbers.
 * Cody. Rational Chebyshev approximations for the error function. Math. Comp. 23 (1969).
 *
 * Our own, since density models ask for it thousands of times a suggestion, and the package that is right in the tails
 * (`lib-r-math.js`, against which the tests hold this) takes four times as long.
 */
export function normalCdf(x: number): number {
  const y = x < 0 ? -x : x;
  if (y <= CENTRE) return 0.5 + centralArea(x);
  const tail = y > 40 ? 0 : Math.exp(-0.5 * y * y) * scaledTail(y);
  return x < 0 ? tail : 1 - tail;
}

/** Its logarithm, which stays finite where the function itself is 0: -804.6 at -40. */
export function logNormalCdf(x: number): number {
  if (x < -CENTRE) return Math.log(scaledTail(-x)) - 0.5 * x * x;
  return x <= CENTRE ? Math.log(0.5 + centralArea(x)) : Math.log1p(-normalCdf(-x));
}

/** Logarithm of the probability of [a, b], a <= b, in both tails without cancelling; -Infinity of an empty one. */
export function logNormalMass(a: number, b: number): number {
  // What lies right of the middle is mirrored: there the function itself is 1 but for a rest.
  if (a > 0) return logNormalMass(-b, -a);
  if ((b - a) * (1 - a) < NARROW) return Math.log(b - a) - 0.125 * (a + b) ** 2 - LOG_SQRT_2PI;
  if (b > 0) return Math.log1p(-normalCdf(a) - normalCdf(-b));
  if (b > UNDERFLOW) return Math.log(normalCdf(b) - normalCdf(a));
  if (a === b) return -Infinity;
  const high = logNormalCdf(b);
  // What lies left of a is then below one part in 10^17 of what lies left of b.
  if ((a - b) * b > 40) return high;
  return high + Math.log1p(-Math.exp(logNormalCdf(a) - high));
}

/** Inverse of the distribution function on [0, 1], to 16 digits. Wichura. Algorithm AS 241. Applied Statistics 37 (1988). */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * polynomial(MIDDLE_ABOVE, r)) / polynomial(MIDDLE_BELOW, r);
  }
  const tail = q < 0 ? p : 1 - p;
  if (tail <= 0) return q < 0 ? -Infinity : Infinity;
  const r = Math.sqrt(-Math.log(tail));
  const x =
    r <= 5
      ? polynomial(TAIL_ABOVE, r - 1.6) / polynomial(TAIL_BELOW, r - 1.6)
      : polynomial(FAR_ABOVE, r - 5) / polynomial(FAR_BELOW, r - 5);
  return q < 0 ? -x : x;
}

/** Quartile of the normal: Cody's border between the centre and the tails. */
const CENTRE = 0.67448975;
const FAR = Math.sqrt(32);
const LOG_SQRT_2PI = 0.5 * Math.log(2 * Math.PI);
/** An interval over which the density is as good as constant: differences would cancel, and the midpoint is right to 1e-11. */
const NARROW = 1e-5;
/** Left of here the function is no normal number any more. */
const UNDERFLOW = -37;

/** Area from 0 to x, |x| <= CENTRE. */
function centralArea(x: number): number {
  const square = x * x;
  return (x * polynomial(CENTRE_ABOVE, square)) / polynomial(CENTRE_BELOW, square);
}

/** Area beyond y > CENTRE, times exp(y^2 / 2). */
function scaledTail(y: number): number {
  if (y <= FAR) return polynomial(NEAR_ABOVE, y) / polynomial(NEAR_BELOW, y);
  const r = 1 / (y * y);
  return (SQRT_1_2PI - (r * polynomial(ASYMPTOTIC_ABOVE, r)) / polynomial(ASYMPTOTIC_BELOW, r)) / y;
}

/** Coefficients from the highest power down. */
function polynomial(coefficients: Float64Array, x: number): number {
  let sum = coefficients[0] as number;
  for (let i = 1; i < coefficients.length; i++) sum = sum * x + (coefficients[i] as number);
  return sum;
}

const SQRT_1_2PI = 0.3989422804014327;

// prettier-ignore
const CENTRE_ABOVE = Float64Array.of(0.06568233791820745, 2.2352520354606837, 161.02823106855587, 1067.6894854603709, 18154.98125334356);
// prettier-ignore
const CENTRE_BELOW = Float64Array.of(1, 47.202581904688245, 976.0985517377767, 10260.932208618979, 45507.78933502673);
// prettier-ignore
const NEAR_ABOVE = Float64Array.of(
  1.0765576773720192e-8, 0.39894151208813466, 8.883149794388377, 93.50665613217785, 597.2702763948002,
  2494.5375852903726, 6848.190450536283, 11602.65143764735, 9842.714838383978,
);
// prettier-ignore
const NEAR_BELOW = Float64Array.of(
  1, 22.266688044328117, 235.387901782625, 1519.3775994075547, 6485.558298266761,
  18615.571640885097, 34900.95272114598, 38912.00328609327, 19685.429676859992,
);
// prettier-ignore
const ASYMPTOTIC_ABOVE = Float64Array.of(
  0.023073441764940174, 0.215898534057957, 0.12740116116024736, 0.022235277870649807, 0.0014216191932278934,
  0.000029112874951168793,
);
// prettier-ignore
const ASYMPTOTIC_BELOW = Float64Array.of(
  1, 1.284260096144911, 0.4682382124808651, 0.06598813786892856, 0.0037823963320275824, 0.00007297515550839662,
);
// prettier-ignore
const MIDDLE_ABOVE = Float64Array.of(
  2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946,
  1971.5909503065513, 133.14166789178438, 3.3871328727963665,
);
// prettier-ignore
const MIDDLE_BELOW = Float64Array.of(
  5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751,
  687.1870074920579, 42.31333070160091, 1,
);
// prettier-ignore
const TAIL_ABOVE = Float64Array.of(
  0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045,
  5.769497221460691, 4.630337846156546, 1.4234371107496835,
);
// prettier-ignore
const TAIL_BELOW = Float64Array.of(
  1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851,
  1.6763848301838038, 2.053191626637759, 1,
);
// prettier-ignore
const FAR_ABOVE = Float64Array.of(
  2.0103343992922881e-7, 0.000027115555687434876, 0.0012426609473880784, 0.026532189526576124, 0.29656057182850487,
  1.7848265399172913, 5.463784911164114, 6.657904643501103,
);
// prettier-ignore
const FAR_BELOW = Float64Array.of(
  2.0442631033899397e-15, 1.421511758316446e-7, 0.000018463183175100548, 0.0007868691311456133, 0.014875361290850615,
  0.1369298809227358, 0.599832206555888, 1,
);
