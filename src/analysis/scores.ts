import type { Bootstrap } from './bootstrap.js';
import type { ComparedBenchmark, ComparedObjective, Score } from './comparison.js';
import type { Steps } from './incumbent.js';
import { ownSign } from './own-sign.js';
import { normalisedRegretOf, regretOf } from './regret.js';
import { knownValueAt, type RunTrace } from './run-trace.js';
import { medianOf } from './statistics/summary.js';
import { mapCells, type Traces } from './traces.js';

/** What every optimizer has found on every benchmark after these shares of its budget: the best of each objective alone. */
export function scoresAt(shares: readonly number[], traces: Traces, bootstrap: Bootstrap): Score[] {
  return mapCells(traces, (benchmark, optimizer, runs) =>
    shares.flatMap((share) =>
      benchmark.objectives.map((objective, index) =>
        scoreOf({ benchmark, optimizer, share, objective, index }, runs, bootstrap),
      ),
    ),
  );
}

interface Cell {
  readonly benchmark: ComparedBenchmark;
  readonly optimizer: string;
  readonly share: number;
  readonly objective: ComparedObjective;
  /** Of the objective. */
  readonly index: number;
}

function scoreOf(cell: Cell, runs: readonly RunTrace[], bootstrap: Bootstrap): Score {
  const { benchmark, optimizer, share, objective, index } = cell;
  const { direction, exact, test } = objective;
  const known = knownOf(cell, runs, ({ byObjective }) => byObjective[index]);
  const median = (view: 'observed' | 'test', sign: 'minimize' | 'maximize'): number | null => {
    const values = index === 0 ? knownOf(cell, runs, ({ steps }) => steps[view]) : [];
    return values.length === 0 ? null : ownSign(medianOf(values), sign);
  };
  const band = known.length === 0 ? undefined : bootstrap.median(known);
  const value = ownSign(band?.estimate, direction);
  const ends = known.length < 2 ? [null, null] : [ownSign(band?.lower, direction), ownSign(band?.upper, direction)];
  const [valueLower = null, valueUpper = null] = direction === 'minimize' ? ends : ends.reverse();
  return {
    benchmark: benchmark.name,
    optimizer,
    share,
    objective: objective.name,
    runs: known.length,
    withIncumbent: known.filter(Number.isFinite).length,
    value,
    valueLower,
    valueUpper,
    observed: exact === null ? null : median('observed', direction),
    test: test === null ? null : median('test', test.direction),
    regret: regretOf(objective, value),
    normalised: normalisedRegretOf(objective, value),
  };
}

/** Minimised, at full fidelity: Infinity where there is no incumbent; unknown runs are left out. */
function knownOf(
  { benchmark, share }: Cell,
  runs: readonly RunTrace[],
  steps: (run: RunTrace) => Steps | undefined,
): number[] {
  const { budgetClock, budget } = benchmark;
  return runs.flatMap((run) => {
    const own = steps(run);
    const value = own === undefined ? NaN : knownValueAt(run, own, budgetClock, share * budget);
    return Number.isNaN(value) ? [] : [value];
  });
}
