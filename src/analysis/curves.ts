import type { Bootstrap } from './bootstrap.js';
import type { ComparedBenchmark, ComparedClock, Curve, View } from './comparison.js';
import { BUDGET_SHARES, decadeGrid } from './grid.js';
import { ownSign } from './own-sign.js';
import { knownValueAt, type RunTrace } from './run-trace.js';
import { mapCells, type Traces } from './traces.js';

const VIEWS: readonly View[] = ['full', 'any', 'test'];
export const CLOCKS: readonly ComparedClock[] = ['seconds', 'evaluations', 'fullEvaluations'];

/** Incumbents over time: of every benchmark and optimizer, in every view, on every clock; clocks are never added up. */
export function incumbentCurves(traces: Traces, bootstrap: Bootstrap): Curve[] {
  return mapCells(traces, (benchmark, optimizer, runs) =>
    VIEWS.filter((view) => view !== 'test' || benchmark.objectives[0]?.test != null).flatMap((view) =>
      CLOCKS.map((clock) => curveOf({ benchmark, optimizer, view, clock }, runs, bootstrap)),
    ),
  );
}

interface Kind {
  readonly benchmark: ComparedBenchmark;
  readonly optimizer: string;
  readonly view: View;
  readonly clock: ComparedClock;
}

function curveOf({ benchmark, optimizer, view, clock }: Kind, runs: readonly RunTrace[], bootstrap: Bootstrap): Curve {
  const metric = shownMetric(benchmark, view);
  const x = gridOf(benchmark, clock, view, runs);
  const points = x.map((at) => pointAt(runs.map((run) => knownValueAt(run, view, clock, at))));
  const bands = inPlaceOfEquals(points, ({ known }) => ({
    median: known.length === 0 ? undefined : bootstrap.median(known),
    mean: known.length === 0 ? undefined : bootstrap.mean(known),
  }));
  const series = (of: (index: number) => number | undefined): (number | null)[] =>
    x.map((_, index) => ownSign(of(index), metric.direction));
  const [lower, upper]: ['lower', 'upper'] | ['upper', 'lower'] =
    metric.direction === 'minimize' ? ['lower', 'upper'] : ['upper', 'lower'];
  const end = (kind: 'median' | 'mean', side: 'lower' | 'upper'): (number | null)[] =>
    series((index) => ((points[index]?.known.length ?? 0) < 2 ? undefined : bands[index]?.[kind]?.[side]));
  return {
    benchmark: benchmark.name,
    optimizer,
    view,
    clock,
    metric: metric.name,
    x,
    runs: points.map(({ known }) => known.length),
    median: series((index) => bands[index]?.median?.estimate),
    medianLower: end('median', lower),
    medianUpper: end('median', upper),
    mean: series((index) => bands[index]?.mean?.estimate),
    meanLower: end('mean', lower),
    meanUpper: end('mean', upper),
  };
}

function shownMetric(
  { objectives }: ComparedBenchmark,
  view: View,
): { name: string; direction: 'minimize' | 'maximize' } {
  const [first] = objectives;
  if (first === undefined) return { name: '', direction: 'minimize' };
  return view === 'test' && first.test !== null ? first.test : first;
}

/** Shares of the budget on its clock; on the others, which have no end, fixed places from the first incumbent to the last record. */
function gridOf(
  { budgetClock, budget }: ComparedBenchmark,
  clock: ComparedClock,
  view: View,
  runs: readonly RunTrace[],
): readonly number[] {
  if (clock === budgetClock) return BUDGET_SHARES.map((share) => share * budget);
  const firsts = runs.map(({ steps }) => steps[view].at[clock][0] ?? Infinity);
  const last = Math.max(...runs.map(({ spent }) => spent[clock]));
  return decadeGrid(Math.max(Math.min(...firsts), last / 1000), last);
}

interface Point {
  /** Minimised; Infinity where there is no incumbent. */
  readonly known: readonly number[];
}

function pointAt(values: readonly number[]): Point {
  return { known: values.filter((value) => !Number.isNaN(value)) };
}

/** Between two steps nothing changes, and nothing is computed again. */
function inPlaceOfEquals<Result>(points: readonly Point[], compute: (point: Point) => Result): Result[] {
  const results: Result[] = [];
  points.forEach((point, index) => {
    const before = points[index - 1];
    const same =
      before?.known.length === point.known.length && before.known.every((value, i) => value === point.known[i]);
    results.push(same ? (results[index - 1] as Result) : compute(point));
  });
  return results;
}
