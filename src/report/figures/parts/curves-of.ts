import type { ComparedClock, Comparison, Curve, View } from '../../../analysis/comparison.js';

/** The curves of all optimizers on a benchmark, in one view and on one clock. */
export function curvesOf(
  { curves }: Comparison,
  benchmark: string,
  view: View,
  clock: ComparedClock,
): readonly Curve[] {
  return curves.filter((curve) => curve.benchmark === benchmark && curve.view === view && curve.clock === clock);
}
