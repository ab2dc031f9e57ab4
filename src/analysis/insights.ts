import type { StudyBenchmark } from '../log/study.js';
import type { ComparedBenchmark, Comparison } from './comparison.js';
import { clockUse } from './clock-use.js';
import { sampledConfigurations } from './configurations.js';
import { failureCounts } from './failure-counts.js';
import { fronts } from './fronts.js';
import { importances } from './importance.js';
import { levelCorrelations } from './level-correlations.js';
import { levelUse } from './levels.js';
import type { RunHistory } from './run-history.js';
import type { RunTrace } from './run-trace.js';
import { timelines } from './timelines.js';
import { workerUse } from './worker-use.js';

export type Insights = Pick<
  Comparison,
  | 'levels'
  | 'correlations'
  | 'workers'
  | 'clocks'
  | 'timelines'
  | 'failures'
  | 'importance'
  | 'configurations'
  | 'fronts'
>;

/** What the evaluations themselves tell, beyond the incumbents: folds that see each run once. */
export interface InsightFolds {
  add(history: RunHistory, trace: RunTrace): void;
  result(): Insights;
}

export interface InsightOptions {
  readonly seed: number;
  readonly benchmarks: readonly ComparedBenchmark[];
  readonly definitions: ReadonlyMap<string, StudyBenchmark>;
}

export function createInsights({ seed, benchmarks, definitions }: InsightOptions): InsightFolds {
  const byName = new Map(benchmarks.map((benchmark) => [benchmark.name, benchmark]));
  const benchmarkOf = (name: string): ComparedBenchmark | undefined => byName.get(name);
  const folds = {
    levels: levelUse(),
    correlations: levelCorrelations(seed),
    workers: workerUse(),
    clocks: clockUse(),
    timelines: timelines(),
    failures: failureCounts(),
    importance: importances(seed, (name) => definitions.get(name)),
    configurations: sampledConfigurations(seed, (name) => definitions.get(name)),
    fronts: fronts(benchmarkOf),
  };
  return {
    add(history, trace) {
      for (const fold of Object.values(folds)) fold.add(history, trace);
    },
    result: () => {
      const importance = folds.importance.result();
      return {
        levels: folds.levels.result(),
        correlations: folds.correlations.result(),
        workers: folds.workers.result(),
        clocks: folds.clocks.result(),
        timelines: folds.timelines.result(),
        failures: folds.failures.result(),
        importance,
        configurations: folds.configurations.result(importance),
        fronts: folds.fronts.result(),
      };
    },
  };
}
