import type { ComparedBenchmark, ComparedOptimizer } from './comparison.js';
import type { RunTrace } from './run-trace.js';
import { hasVerdict } from './verdict-scale.js';

/** What every analysis starts from: the runs by benchmark and optimizer. */
export interface Traces {
  readonly benchmarks: readonly ComparedBenchmark[];
  /** Those that optimizers can be compared on: see `hasVerdict`. */
  readonly judged: readonly ComparedBenchmark[];
  readonly optimizers: readonly ComparedOptimizer[];
  readonly all: readonly RunTrace[];
  /** Runs of an optimizer (its label) on a benchmark, by seed; empty where it has none. */
  of(benchmark: string, optimizer: string): readonly RunTrace[];
}

export function createTraces(
  benchmarks: readonly ComparedBenchmark[],
  optimizers: readonly ComparedOptimizer[],
  all: readonly RunTrace[],
): Traces {
  const groups = new Map<string, RunTrace[]>();
  for (const trace of all) {
    const key = keyOf(trace.benchmark, trace.optimizer);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [trace]);
    else group.push(trace);
  }
  for (const group of groups.values()) group.sort((a, b) => a.seed - b.seed);
  return {
    ...{ benchmarks, judged: benchmarks.filter(hasVerdict), optimizers, all },
    of: (benchmark, optimizer) => groups.get(keyOf(benchmark, optimizer)) ?? [],
  };
}

function keyOf(benchmark: string, optimizer: string): string {
  return JSON.stringify([benchmark, optimizer]);
}

type OfCell<Result> = (benchmark: ComparedBenchmark, optimizer: string, runs: readonly RunTrace[]) => readonly Result[];

/** Calls `each` for all benchmarks and optimizers that have runs together, in their order. */
export function mapCells<Result>(traces: Traces, each: OfCell<Result>): Result[] {
  return mapCellsOf(traces.benchmarks, traces, each);
}

/** The same for the benchmarks that optimizers can be compared on. */
export function mapJudgedCells<Result>(traces: Traces, each: OfCell<Result>): Result[] {
  return mapCellsOf(traces.judged, traces, each);
}

function mapCellsOf<Result>(benchmarks: readonly ComparedBenchmark[], traces: Traces, each: OfCell<Result>): Result[] {
  return benchmarks.flatMap((benchmark) =>
    traces.optimizers.flatMap(({ label }) => {
      const runs = traces.of(benchmark.name, label);
      return runs.length === 0 ? [] : each(benchmark, label, runs);
    }),
  );
}
