import type { Bootstrap } from './bootstrap.js';
import type { ComparedBenchmark, Score } from './comparison.js';
import { ownSign } from './own-sign.js';
import { medianOf } from './statistics/summary.js';
import { normalisedRegretOf, regretOf } from './regret.js';
import { knownValueAt, type RunTrace } from './run-trace.js';
import { mapCells, type Traces } from './traces.js';

/** What every optimizer has found on every benchmark after these shares of its budget. */
export function scoresAt(shares: readonly number[], traces: Traces, bootstrap: Bootstrap): Score[] {
  return mapCells(traces, (benchmark, optimizer, runs) =>
    shares.map((share) => scoreOf({ benchmark, optimizer, share }, runs, bootstrap)),
  );
}

/** Incumbents at full fidelity after a share of the budget, minimised: Infinity where there is none; unknown runs are left out. */
export function knownAtShare(benchmark: ComparedBenchmark, runs: readonly RunTrace[], share: number): number[] {
  return runs
    .map((run) => knownValueAt(run, 'full', benchmark.budgetClock, share * benchmark.budget))
    .filter((value) => !Number.isNaN(value));
}

interface Cell {
  readonly benchmark: ComparedBenchmark;
  readonly optimizer: string;
  readonly share: number;
}

function scoreOf({ benchmark, optimizer, share }: Cell, runs: readonly RunTrace[], bootstrap: Bootstrap): Score {
  const [objective] = benchmark.objectives;
  const known = knownAtShare(benchmark, runs, share);
  const direction = objective?.direction ?? 'minimize';
  const band = known.length === 0 ? undefined : bootstrap.median(known);
  const value = ownSign(band?.estimate, direction);
  const ends = known.length < 2 ? [null, null] : [ownSign(band?.lower, direction), ownSign(band?.upper, direction)];
  const [valueLower = null, valueUpper = null] = direction === 'minimize' ? ends : ends.reverse();
  return {
    benchmark: benchmark.name,
    optimizer,
    share,
    runs: known.length,
    withIncumbent: known.filter(Number.isFinite).length,
    value,
    valueLower,
    valueUpper,
    test: testOf({ benchmark, optimizer, share }, runs),
    regret: objective === undefined ? null : regretOf(objective, value),
    normalised: objective === undefined ? null : normalisedRegretOf(objective, value),
  };
}

function testOf({ benchmark, share }: Cell, runs: readonly RunTrace[]): number | null {
  const test = benchmark.objectives[0]?.test;
  if (test == null) return null;
  const at = share * benchmark.budget;
  const values = runs.map((run) => knownValueAt(run, 'test', benchmark.budgetClock, at));
  return ownSign(medianOf(values.filter((value) => !Number.isNaN(value))), test.direction);
}
