import { ownSign } from '../../analysis/own-sign.js';
import type { RunProgress } from '../../analysis/run-progress.js';
import { medianOf } from '../../analysis/statistics/summary.js';
import type { ComparedBenchmark } from '../../analysis/comparison.js';

/** How far the studies are. */
export interface Progress {
  /**
   * `waiting`: a folder has no study yet, or no run has begun; `stopped`: runs are unfinished and no runner is at work on them.
   */
  readonly state: 'waiting' | 'running' | 'stopped' | 'ended';
  /** Names of the studies. */
  readonly studies: readonly string[];
  /** Folders that have no study yet. */
  readonly missing: readonly string[];
  readonly planned: number;
  readonly begun: number;
  readonly ended: number;
  readonly evaluations: number;
  readonly failures: number;
  /** Of the budgets of all planned runs, 0..1. */
  readonly share: number;
  /** Seconds; null as long as there is nothing to go by. */
  readonly left: number | null;
  readonly incumbents: readonly Incumbent[];
  /** What cannot be read, and why. */
  readonly troubles: readonly string[];
}

/** What the runs of an optimizer on a benchmark have found so far, at full fidelity and in the metric's own sign. */
export interface Incumbent {
  readonly benchmark: string;
  readonly optimizer: string;
  readonly objective: string;
  /** That have begun, and that have ended. */
  readonly runs: number;
  readonly ended: number;
  /** Of all runs. */
  readonly best: number | null;
  /** Of the runs that have one. */
  readonly median: number | null;
}

/** A run whose log has begun. */
export interface BegunRun {
  readonly benchmark: string;
  /** Label that tells it apart among all studies. */
  readonly optimizer: string;
  readonly progress: RunProgress;
}

/** One a benchmark and optimizer of which a run has begun, in the order given. */
export function incumbentsOf(
  runs: readonly BegunRun[],
  benchmarks: readonly ComparedBenchmark[],
  optimizers: readonly string[],
): Incumbent[] {
  const groups = new Map<string, BegunRun[]>();
  for (const run of runs) {
    const key = keyOf(run.benchmark, run.optimizer);
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  return benchmarks.flatMap((benchmark) =>
    optimizers.flatMap((optimizer) => {
      const group = groups.get(keyOf(benchmark.name, optimizer));
      return group === undefined ? [] : [incumbentOf(benchmark, optimizer, group)];
    }),
  );
}

function keyOf(benchmark: string, optimizer: string): string {
  return JSON.stringify([benchmark, optimizer]);
}

function incumbentOf(
  { name, objectives }: ComparedBenchmark,
  optimizer: string,
  group: readonly BegunRun[],
): Incumbent {
  const values = group.map(({ progress }) => progress.incumbent).filter((value) => value < Infinity);
  const direction = objectives[0]?.direction ?? 'minimize';
  return {
    benchmark: name,
    optimizer,
    objective: objectives[0]?.name ?? '',
    runs: group.length,
    ended: group.filter(({ progress }) => progress.ended).length,
    best: ownSign(Math.min(...values), direction),
    median: values.length === 0 ? null : ownSign(medianOf(values), direction),
  };
}
