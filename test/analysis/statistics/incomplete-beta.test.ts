import { expect, it } from 'vitest';
import { incompleteBeta } from '../../../src/analysis/statistics/incomplete-beta.js';

/** scipy 1.17.1: special.betainc(a, b, x). */
it.each([
  [0.5, 2, 1, 0.25],
  [0.5, 1, 3, 0.875],
  [0.3, 0.5, 0.5, 0.36901011956554536],
  [0.99, 2, 2, 0.999702],
  [1e-6, 3, 4, 1.9999955000035992e-17],
  [0.5, 60, 41, 0.028443966820490444],
  [0.2, 500, 1500, 2.9044344052777755e-8],
  [0.9, 12, 0.5, 0.11552285426683222],
  [0, 2, 3, 0],
  [1, 2, 3, 1],
])('the incomplete beta function at %f of %f and %f', (x, a, b, value) => {
  expect(Math.abs(incompleteBeta(x, a, b) - value)).toBeLessThanOrEqual(1e-12 * value);
});
