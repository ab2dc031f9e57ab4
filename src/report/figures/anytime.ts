import type { ComparedBenchmark, Comparison, Curve } from '../../analysis/comparison.js';
import { CLOCKS } from '../../analysis/curves.js';
import { exact } from '../exact.js';
import type { Palette } from '../palette.js';
import type { Figure, FigureDefinition } from './figure.js';
import { CLOCK_UNITS, clockTitle } from './parts/clock-words.js';
import { curvesOf } from './parts/curves-of.js';
import type { Series } from './parts/curves.js';
import { isWide } from './parts/is-wide.js';
import { lateDomain } from './parts/late-domain.js';
import { overTime } from './parts/over-time.js';

/** What was found by when: the incumbent at full fidelity, a picture a benchmark and clock. */
const anytime: FigureDefinition = {
  name: 'anytime',
  order: 10,
  title: 'Incumbents over time',
  about:
    'The best configuration so far, sought at full fidelity only. Where a benchmark has the value without noise, it is chosen by what ' +
    'the optimizer saw and judged by that value, and a line can get worse. A line begins when half of the runs have evaluated ' +
    'something at full fidelity.',
  draw: (comparison, palette) =>
    comparison.benchmarks.flatMap((benchmark) =>
      CLOCKS.flatMap((clock) =>
        drawCurves(comparison, benchmark, curvesOf(comparison, benchmark.name, 'full', clock), palette),
      ),
    ),
};
export default anytime;

/** The curves of one benchmark, view and clock, on the clock of the budget with both time axes. */
export function drawCurves(
  { settings }: Comparison,
  benchmark: ComparedBenchmark,
  curves: readonly Curve[],
  palette: Palette,
): readonly Figure[] {
  const drawn = curves.filter(({ median }) => median.some((value) => value !== null));
  const [first] = drawn;
  if (first === undefined) return [];
  const { clock, view, metric } = first;
  const objective = benchmark.objectives[0];
  const direction = view === 'test' ? objective?.test?.direction : objective?.direction;
  const unit = objective?.unit == null ? '' : `, ${objective.unit}`;
  const isPositive = drawn.every(({ medianLower }) => medianLower.every((value) => value === null || value > 0));
  const isLog = direction !== 'maximize' && isPositive && isWide(drawn.flatMap(({ median }) => median));
  const late = isLog ? undefined : lateDomain(drawn);
  const caption =
    `${sentence(view)} on ${benchmark.name}: the median of ${metric} over ${runsOf(drawn)}. ` +
    `Bands: ${Math.round(settings.confidence * 100)} % bootstrap intervals of the median (${settings.draws} draws over runs); ` +
    `a single run has none.${late === undefined ? '' : ' What is far worse than all medians of the last nine tenths is drawn at the edge.'}`;
  return overTime(
    {
      name: `anytime${view === 'full' ? '' : `-${view}`}-${benchmark.name}-${clock}`,
      ...{ title: `${benchmark.name}: ${metric}`, heading: benchmark.name, subtitle: `${metric}, median over runs` },
      ...{ caption, family: benchmark.family, clock, series: drawn.map(seriesOf) },
      alsoLinear: clock === benchmark.budgetClock,
      x: { title: clockTitle(clock, benchmark) },
      y: {
        title: `${metric} (${direction === 'maximize' ? 'more' : 'less'} is better${unit})`,
        log: isLog,
        ...(late !== undefined && { domain: late, clamp: true }),
      },
    },
    palette,
  );
}

function seriesOf({ optimizer, clock, x, median, medianLower, medianUpper, runs }: Curve): Series {
  return {
    optimizer,
    x,
    y: median,
    lower: medianLower,
    upper: medianUpper,
    tip: (index) => {
      const [low, high] = [medianLower[index] ?? null, medianUpper[index] ?? null];
      const band = low === null || high === null ? '' : ` (${exact(low)} to ${exact(high)})`;
      return `${exact(median[index] ?? 0)}${band} from ${exact(x[index] ?? 0)} ${CLOCK_UNITS[clock]} on, ${runs[index] ?? 0} runs`;
    },
  };
}

function sentence(view: Curve['view']): string {
  if (view === 'observed') return 'The incumbent at full fidelity as the optimizer saw it';
  if (view === 'test') return 'The test value of the incumbent at full fidelity';
  return view === 'any' ? 'The incumbent at any fidelity' : 'The incumbent at full fidelity';
}

export function runsOf(curves: readonly Curve[]): string {
  const counts = curves.map(({ runs }) => Math.max(...runs));
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return least === most ? `${most} runs` : `${least} to ${most} runs`;
}
