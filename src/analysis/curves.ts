import type { Bootstrap } from './bootstrap.js';
import type { ComparedBenchmark, ComparedClock, Curve, View } from './comparison.js';
import { ownSign } from './own-sign.js';
import { knownValueAt, type RunTrace } from './run-trace.js';
import { stepPlaces } from './step-places.js';
import { mapCells, type Traces } from './traces.js';

const VIEWS: readonly View[] = ['full', 'observed', 'any', 'test'];
export const CLOCKS: readonly ComparedClock[] = ['seconds', 'evaluations', 'fullEvaluations'];

/** Incumbents over time: of every benchmark and optimizer, in every view, on every clock; clocks are never added up. */
export function incumbentCurves(traces: Traces, bootstrap: Bootstrap): Curve[] {
  return mapCells(traces, (benchmark, optimizer, runs) =>
    VIEWS.filter((view) => isShown(benchmark, view)).flatMap((view) =>
      CLOCKS.map((clock) => curveOf({ benchmark, optimizer, view, clock }, runs, bootstrap)),
    ),
  );
}

function isShown({ objectives: [first] }: ComparedBenchmark, view: View): boolean {
  if (view === 'test') return first?.test != null;
  return view !== 'observed' || first?.exact != null;
}

interface Kind {
  readonly benchmark: ComparedBenchmark;
  readonly optimizer: string;
  readonly view: View;
  readonly clock: ComparedClock;
}

function curveOf({ benchmark, optimizer, view, clock }: Kind, runs: readonly RunTrace[], bootstrap: Bootstrap): Curve {
  const metric = shownMetric(benchmark, view);
  const x = placesOf(benchmark, clock, view, runs);
  const points = x.map((at) => pointAt(runs.map((run) => knownValueAt(run, run.steps[view], clock, at))));
  const bands = inPlaceOfEquals(points, ({ known }) => (known.length === 0 ? undefined : bootstrap.median(known)));
  const series = (of: (index: number) => number | undefined): (number | null)[] =>
    x.map((_, index) => ownSign(of(index), metric.direction));
  const [lower, upper]: ['lower', 'upper'] | ['upper', 'lower'] =
    metric.direction === 'minimize' ? ['lower', 'upper'] : ['upper', 'lower'];
  const end = (side: 'lower' | 'upper'): (number | null)[] =>
    series((index) => ((points[index]?.known.length ?? 0) < 2 ? undefined : bands[index]?.[side]));
  return {
    benchmark: benchmark.name,
    optimizer,
    view,
    clock,
    metric: metric.name,
    x,
    runs: points.map(({ known }) => known.length),
    median: series((index) => bands[index]?.estimate),
    medianLower: end(lower),
    medianUpper: end(upper),
  };
}

function shownMetric(
  { objectives }: ComparedBenchmark,
  view: View,
): { name: string; direction: 'minimize' | 'maximize' } {
  const [first] = objectives;
  if (first === undefined) return { name: '', direction: 'minimize' };
  if (view === 'full' && first.exact !== null) return { name: first.exact, direction: first.direction };
  return view === 'test' && first.test !== null ? first.test : first;
}

/** Where the median can change: where a run has a new incumbent. On the clock of the budget that ends with it, else with the last record. */
function placesOf(
  { budgetClock, budget }: ComparedBenchmark,
  clock: ComparedClock,
  view: View,
  runs: readonly RunTrace[],
): readonly number[] {
  const to = clock === budgetClock ? budget : Math.max(...runs.map(({ spent }) => spent[clock]));
  return stepPlaces(
    runs.flatMap(({ steps }) => [...steps[view].at[clock]]),
    { to },
  );
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
