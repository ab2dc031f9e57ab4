import type { ComparedBenchmark, ComparedObjective, Comparison, Curve } from '../../analysis/comparison.js';
import { CLOCKS } from '../../analysis/curves.js';
import { normalisedRegretOf, regretOf } from '../../analysis/regret.js';
import { exact } from '../exact.js';
import type { Palette } from '../palette.js';
import { runsOf } from './anytime.js';
import type { Figure, FigureDefinition } from './figure.js';
import { CLOCK_UNITS, clockTitle } from './parts/clock-words.js';
import { curvesOf } from './parts/curves-of.js';
import { flooredRegrets } from './parts/floored-regrets.js';
import { overTime } from './parts/over-time.js';

/** How far what was found is from the best there is: a picture a benchmark and clock. */
const regret: FigureDefinition = {
  name: 'regret',
  order: 12,
  title: 'Regret over time',
  about:
    'The distance of the incumbent at full fidelity to the best value that is known, on a logarithm: where the benchmark declares the ' +
    'median of random configurations, in units of its distance (see the table of benchmarks).',
  draw: (comparison, palette) =>
    comparison.benchmarks.flatMap((benchmark) =>
      CLOCKS.flatMap((clock) =>
        drawRegret(comparison, benchmark, curvesOf(comparison, benchmark.name, 'full', clock), palette),
      ),
    ),
};
export default regret;

const BEST = {
  optimum: { is: 'the known optimum', met: 'optimum found' },
  known: { is: 'the best value that is known', met: 'as good as the best known' },
} as const;

/** Worse than the median random configuration by any factor is bad: a diverged run must not be the scale of the axis. */
const CEILING = 10;

function drawRegret(
  { settings }: Comparison,
  benchmark: ComparedBenchmark,
  curves: readonly Curve[],
  palette: Palette,
): readonly Figure[] {
  const [objective] = benchmark.objectives;
  const drawn = curves.filter(({ median }) => median.some((value) => value !== null));
  const clock = drawn[0]?.clock;
  if (objective?.normaliser == null || clock === undefined) return [];
  const { normaliser, unit } = objective;
  const name = objective.exact ?? objective.name;
  const isNormalised = normaliser.reference !== null;
  const { series, floor, top } = flooredRegrets(drawn.map((curve) => regretsOf(curve, objective)));
  const words = BEST[normaliser.bestFrom];
  const kind = isNormalised ? 'normalised regret' : 'regret';
  const caption =
    `The median of ${name} on ${benchmark.name} over ${runsOf(drawn)}, as its distance to ${words.is} (${exact(normaliser.best)})` +
    `${normaliser.reference === null ? '' : `, in units of the distance from there to the median random configuration (${exact(normaliser.reference)}); what is above ${CEILING} is drawn there`}. ` +
    `Bands: ${Math.round(settings.confidence * 100)} % bootstrap intervals of the median (${settings.draws} draws over runs).` +
    (floor === undefined ? '' : ' What is not worse than that has no logarithm, and is drawn on the broken line.');
  return overTime(
    {
      ...{ name: `regret-${benchmark.name}-${clock}`, title: `${benchmark.name}: ${kind}`, heading: benchmark.name },
      ...{ subtitle: `${kind} of ${name}, median over runs`, caption, family: benchmark.family, clock },
      series,
      alsoLinear: clock === benchmark.budgetClock,
      x: { title: clockTitle(clock, benchmark) },
      y: {
        title: `${kind}${isNormalised || unit === null ? '' : ` (${unit})`}`,
        log: true,
        ...(floor !== undefined && { floor: { at: floor, text: words.met }, domain: [floor, top] as const }),
      },
    },
    palette,
  );
}

/** Regret is a monotone map of the value, so that it is the regret of the median that is the median of regrets, and so for the ends of bands. */
function regretsOf(
  { optimizer, clock, x, median, medianLower, medianUpper, runs }: Curve,
  objective: ComparedObjective,
): Parameters<typeof flooredRegrets>[0][number] {
  const of = objective.normaliser?.reference == null ? regretOf : normalisedRegretOf;
  const regrets = (values: readonly (number | null)[]): (number | null)[] =>
    values.map((value) => of(objective, value));
  const capped = (values: readonly (number | null)[]): (number | null)[] =>
    of === regretOf ? [...values] : values.map((value) => (value === null ? null : Math.min(value, CEILING)));
  const [y, a, b] = [regrets(median), regrets(medianLower), regrets(medianUpper)];
  const [lower, upper] = objective.direction === 'minimize' ? [a, b] : [b, a];
  return {
    ...{ optimizer, x, y: capped(y), lower: capped(lower), upper: capped(upper) },
    tip: (index) => {
      const [low, high] = [lower[index] ?? null, upper[index] ?? null];
      const band = low === null || high === null ? '' : ` (${exact(low)} to ${exact(high)})`;
      return `${exact(y[index] ?? 0)}${band} from ${exact(x[index] ?? 0)} ${CLOCK_UNITS[clock]} on, ${runs[index] ?? 0} runs`;
    },
  };
}
