import type { Comparison, RegretCurve } from '../../analysis/comparison.js';
import { exact } from '../exact.js';
import type { Palette } from '../palette.js';
import type { Figure, FigureDefinition } from './figure.js';
import { byFamily } from './parts/by-family.js';
import { flooredRegrets } from './parts/floored-regrets.js';
import { overTime } from './parts/over-time.js';
import { SHARE_AXIS } from './parts/share-axis.js';

/** How far optimizers are from the best there is, over many benchmarks. */
const meanRegret: FigureDefinition = {
  name: 'mean-regret',
  order: 14,
  title: 'Mean normalised regret over benchmarks',
  about:
    'Normalised regret is 0 at the best value of a benchmark and 1 at its median random configuration, two values that no optimizer of the ' +
    'study has a part in: a line does not move when another optimizer comes. What is worse, and a run before its first incumbent, counts as 1. ' +
    'Of several objectives it is the share of their normalised hypervolume that is lost.',
  draw: (comparison, palette) =>
    byFamily(comparison.regrets).flatMap(({ family, of }) => drawFamily(family, of, comparison, palette)),
};
export default meanRegret;

function drawFamily(
  family: string | null,
  curves: readonly RegretCurve[],
  { settings }: Comparison,
  palette: Palette,
): readonly Figure[] {
  const counts = curves.map(({ benchmarks }) => benchmarks);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const { series, floor, top } = flooredRegrets(
    curves.map(({ optimizer, share, mean, lower, upper }) => ({
      ...{ optimizer, x: share, y: mean, lower, upper },
      tip: (index) =>
        `mean normalised regret ${exact(mean[index] ?? 0)} after ${exact(100 * (share[index] ?? 0))} % of the budget`,
    })),
  );
  const caption =
    `Mean over ${most} benchmark${most === 1 ? '' : 's'} of the mean normalised regret at full fidelity of all ended runs, at equal shares of the ` +
    `budget.` +
    (least === most ? '' : ` Some optimizers have runs on ${least} of them only, and cannot be compared.`) +
    (most < 5
      ? ''
      : ` Bands: ${Math.round(settings.confidence * 100)} % bootstrap intervals (${settings.draws} draws over benchmarks).`) +
    (floor === undefined ? '' : ' What is not above 0 has no logarithm, and is drawn on the broken line.');
  const title = `Mean normalised regret, ${family ?? 'all benchmarks'}`;
  return overTime(
    {
      ...{ name: `mean-regret-${family ?? 'all'}`, title, heading: title, caption, family, clock: null },
      subtitle: `mean over ${most} benchmark${most === 1 ? '' : 's'}; less is better`,
      series,
      alsoLinear: true,
      x: SHARE_AXIS,
      y: {
        title: 'mean normalised regret',
        log: true,
        ...(floor !== undefined && {
          floor: { at: floor, text: 'at the best, or better' },
          domain: [floor, top] as const,
        }),
      },
    },
    palette,
  );
}
