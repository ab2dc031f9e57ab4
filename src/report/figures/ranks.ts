import { exact } from '../exact.js';
import type { FigureDefinition } from './figure.js';
import { curvesSpec } from './parts/curves.js';
import { byFamily } from './parts/by-family.js';
import { frame } from './parts/frame.js';
import { SHARE_AXIS } from './parts/share-axis.js';

/** Mean rank over the budget, overall and a family. */
const ranks: FigureDefinition = {
  name: 'ranks',
  order: 30,
  title: 'Rank over time',
  about:
    'Rank among the optimizers of this study, 1 is the best; it changes with who takes part, as values and regrets do not. Where one has ' +
    'no runs the others are ranked without it, on the same scale.',
  draw: ({ ranks: curves, optimizers, settings }, palette) =>
    byFamily(curves).map(({ family, of }) => {
      const benchmarks = Math.max(...of.map((curve) => curve.benchmarks));
      const least = Math.min(...of.map((curve) => curve.benchmarks));
      const title = `Mean rank, ${family ?? 'all benchmarks'}`;
      const caption =
        `Mean rank of the runs over ${least === benchmarks ? '' : `${least} to `}${benchmarks} benchmark${benchmarks === 1 ? '' : 's'}` +
        ` (${family ?? 'all families'}), 1 is the best. Bands: ${Math.round(settings.confidence * 100)} % of ` +
        `${settings.rankDraws} bootstrap draws of one run an optimizer and benchmark.`;
      const series = of.map(({ optimizer, share, mean, lower, upper }) => ({
        optimizer,
        x: share,
        y: mean,
        lower,
        upper,
        tip: (index: number) =>
          `mean rank ${exact(mean[index] ?? 0)} (${exact(lower[index] ?? 0)} to ${exact(upper[index] ?? 0)}) ` +
          `after ${exact(100 * (share[index] ?? 0))} % of the budget`,
      }));
      const axes = {
        x: SHARE_AXIS,
        y: { title: 'mean rank', domain: [1, optimizers.length] as const, reverse: true, format: 'd' },
        step: false,
      };
      return {
        name: `ranks-${family ?? 'all'}`,
        title,
        caption,
        family,
        optimizer: null,
        clock: null,
        spec: frame({ title, caption }, curvesSpec(series, palette, axes)),
      };
    }),
};
export default ranks;
