import type { ComparedBenchmark, ComparedOptimizer } from './comparison.js';
import type { RunTrace } from './run-trace.js';

/** What every analysis starts from: the runs by benchmark and optimizer. */
export interface Traces {
  readonly benchmarks: readonly ComparedBenchmark[];
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
  return { benchmarks, optimizers, all, of: (benchmark, optimizer) => groups.get(keyOf(benchmark, optimizer)) ?? [] };
}

function keyOf(benchmark: string, optimizer: string): string {
  return JSON.stringify([benchmark, optimizer]);
}

/** Calls `each` for all benchmarks and optimizers that have runs together, in their order. */
export function mapCells<Result>(
  traces: Traces,
  each: (benchmark: ComparedBenchmark, optimizer: string, runs: readonly RunTrace[]) => readonly Result[],
): Result[] {
  return traces.benchmarks.flatMap((benchmark) =>
    traces.optimizers.flatMap(({ label }) => {
      const runs = traces.of(benchmark.name, label);
      return runs.length === 0 ? [] : each(benchmark, label, runs);
    }),
  );
}
