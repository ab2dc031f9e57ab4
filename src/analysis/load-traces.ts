import type { ComparedBenchmark } from './comparison.js';
import { readRuns } from './read-runs.js';
import type { RunHistory } from './run-history.js';
import type { RunTrace } from './run-trace.js';
import type { Study } from './studies.js';
import { comparedOptimizers } from './subjects.js';
import { createTraces, type Traces } from './traces.js';

/**
 * Reads the logs of studies, one run after the other.
 * @param see sees the history of each run once, before it is dropped
 * @throws SuiteError of code 'user' where a log is damaged
 */
export async function loadTraces(
  studies: readonly Study[],
  benchmarks: readonly ComparedBenchmark[],
  see: (history: RunHistory, trace: RunTrace) => void = () => undefined,
): Promise<Traces> {
  const runs: RunTrace[] = [];
  for await (const { history, trace } of readRuns(studies, benchmarks)) {
    see(history, trace);
    runs.push(trace);
  }
  return createTraces(benchmarks, comparedOptimizers(studies), runs);
}
