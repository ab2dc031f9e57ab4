/** Half the width of the part near a bound where the transformation bends, min((1 - 0) / 2, 0.05 max(|bound|, 1)). */
const MARGIN = 0.05;
const PERIOD = 2 * (1 + 2 * MARGIN);
const START = -2 * MARGIN - 0.5;

/**
 * Takes any number into [0, 1]: continuous, with a continuous derivative, periodic and mirrored; the identity on [0.05, 0.95] and
 * quadratic around the bounds, which it takes at -0.05 and 1.05. What is best on a bound is so in the middle of a region, where
 * steps of a normal distribution can narrow down on it. `BoundTransform` of pycma 4.5.0 for the unit cube (its default).
 */
export function intoBounds(x: number): number {
  let y = x;
  if (y < START || y > 1 - START) y -= PERIOD * Math.floor((y - START) / PERIOD);
  if (y > 1 + MARGIN) y = 2 * (1 + MARGIN) - y;
  if (y < -MARGIN) y = -2 * MARGIN - y;
  if (y < MARGIN) return (y + MARGIN) ** 2 / (4 * MARGIN);
  return y > 1 - MARGIN ? 1 - (y - (1 + MARGIN)) ** 2 / (4 * MARGIN) : y;
}

/** The number in [-0.05, 1.05] that `intoBounds` takes to one in [0, 1]. */
export function fromBounds(y: number): number {
  if (y < MARGIN) return 2 * Math.sqrt(MARGIN * y) - MARGIN;
  return y > 1 - MARGIN ? 1 + MARGIN - 2 * Math.sqrt(MARGIN * (1 - y)) : y;
}
