import type { AttainmentCurve } from '../../analysis/comparison.js';
import { exact } from '../exact.js';
import type { Figure, FigureDefinition } from './figure.js';
import type { Palette } from '../palette.js';
import { byFamily } from './parts/by-family.js';
import { curvesSpec } from './parts/curves.js';
import { frame } from './parts/frame.js';
import { SHARE_AXIS } from './parts/share-axis.js';

const TARGETS = {
  fixed: 'targets: normalised regrets from 1 down to 0.00001, five a decade',
  'run-length': 'targets: what random search is expected to attain after shares of the budget',
} as const;

/** The ECDF of run lengths. */
const attainment: FigureDefinition = {
  name: 'attainment',
  order: 50,
  title: 'Targets reached over time (ECDF)',
  about: 'The share of all (run, target) pairs that were reached: higher and further left is better.',
  draw: ({ attainment: curves }, palette) =>
    (['fixed', 'run-length'] as const).flatMap((targets) =>
      byFamily(curves.filter((curve) => curve.targets === targets)).map(({ family, of }) =>
        drawFamily(family, targets, of, palette),
      ),
    ),
};
export default attainment;

function drawFamily(
  family: string | null,
  targets: keyof typeof TARGETS,
  curves: readonly AttainmentCurve[],
  palette: Palette,
): Figure {
  const title = `Targets reached, ${family ?? 'all benchmarks'}`;
  const pairs = Math.max(...curves.map((curve) => curve.pairs));
  const caption = `Share of up to ${pairs} (run, target) pairs an optimizer that were reached; ${TARGETS[targets]}.`;
  const series = curves.map(({ optimizer, share, reached }) => ({
    optimizer,
    x: share,
    y: reached,
    tip: (index: number) =>
      `${exact(100 * (reached[index] ?? 0))} % of the targets after ${exact(100 * (share[index] ?? 0))} % of the budget`,
  }));
  const y = { title: 'targets reached', domain: [0, 1] as const, format: '~%' };
  return {
    name: `attainment-${targets}-${family ?? 'all'}`,
    title,
    caption,
    family,
    optimizer: null,
    clock: null,
    spec: frame(
      { title, subtitle: targets === 'fixed' ? 'fixed targets' : 'run-length-based targets', caption },
      curvesSpec(series, palette, { x: SHARE_AXIS, y, step: true }),
    ),
  };
}
