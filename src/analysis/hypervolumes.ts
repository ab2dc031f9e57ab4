import { hypervolumeContribution } from '../models/hypervolume.js';
import type { Point } from '../models/non-dominated.js';
import type { Bootstrap } from './bootstrap.js';
import { createCells } from './cells.js';
import type { ComparedBenchmark, HypervolumeCurve } from './comparison.js';
import type { Fold } from './fold.js';
import { enter, pointAt } from './fronts.js';
import { BUDGET_SHARES } from './grid.js';
import { incumbentsAmong, valueAt, type Steps } from './incumbent.js';
import type { RunHistory } from './run-history.js';
import { scalesOf, type Scale } from './scale.js';

/**
 * Hypervolume of the front of a run over the budget (Zitzler, Thiele. IEEE TEC 3, 1999), in normalised objectives with the
 * reference point 1: what each benchmark declares, and not the worst that was observed. Only of runs that have ended, with several
 * objectives that all have a normaliser.
 */
export function hypervolumes(
  benchmarkOf: (name: string) => ComparedBenchmark | undefined,
  bootstrap: Bootstrap,
): Fold<HypervolumeCurve> {
  const cells = createCells((benchmark, optimizer) => ({
    benchmark: String(benchmark),
    optimizer: String(optimizer),
    runs: [] as Steps[],
  }));
  return {
    add(history, { benchmark, optimizer, ended }) {
      const scales = scalesOf(benchmarkOf(benchmark));
      if (ended && history.objectives.length > 1 && scales !== undefined) {
        cells.of(benchmark, optimizer).runs.push(volumeSteps(history, scales));
      }
    },
    result: () =>
      cells.all().flatMap(({ benchmark, optimizer, runs }) => {
        const compared = benchmarkOf(benchmark);
        return compared === undefined ? [] : [curveOf({ compared, optimizer, runs }, bootstrap)];
      }),
  };
}

/** Falling, as incumbents do: what is lost of the volume of the whole box, 1. */
function volumeSteps(history: RunHistory, scales: readonly Scale[]): Steps {
  const front: Point[] = [];
  const reference = scales.map(() => 1);
  let volume = 0;
  const lost = history.full.map((isFull, i) => {
    if (!isFull || history.status[i] !== 'completed') return NaN;
    const point = pointAt(history.objectives, i).map((value, objective) => (scales[objective] as Scale)(value));
    const others = [...front];
    if (enter(front, point)) volume += Math.max(0, hypervolumeContribution(point, others, reference));
    return 1 - volume;
  });
  return incumbentsAmong(history, lost, lost);
}

interface Runs {
  readonly compared: ComparedBenchmark;
  readonly optimizer: string;
  readonly runs: readonly Steps[];
}

function curveOf({ compared, optimizer, runs }: Runs, bootstrap: Bootstrap): HypervolumeCurve {
  const { name, budgetClock, budget } = compared;
  const x = BUDGET_SHARES.map((share) => share * budget);
  const bands = x.map((at) => bootstrap.median(runs.map((steps) => 1 - Math.min(1, valueAt(steps, budgetClock, at)))));
  const end = (side: 'lower' | 'upper'): (number | null)[] =>
    bands.map((band) => (runs.length < 2 ? null : band[side]));
  return {
    benchmark: name,
    optimizer,
    clock: budgetClock,
    x,
    median: bands.map(({ estimate }) => estimate),
    lower: end('lower'),
    upper: end('upper'),
  };
}
