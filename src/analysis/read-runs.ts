import { existsSync } from 'node:fs';
import { userError } from '../core/errors.js';
import type { Started } from '../log/records.js';
import { runFile, type StudyBenchmark, type StudyFile } from '../log/study.js';
import { readRunHistory, type RunHistory } from './run-history.js';
import type { ComparedBenchmark } from './comparison.js';
import { traceOf, type RunTrace } from './run-trace.js';
import { scalesOf } from './scale.js';
import type { Study } from './studies.js';

/** The runs of the studies whose logs have begun, one after the other: a history is dropped when the next is read. */
export async function* readRuns(
  studies: readonly Study[],
  benchmarks: readonly ComparedBenchmark[],
): AsyncGenerator<{ history: RunHistory; trace: RunTrace }> {
  const scales = new Map(benchmarks.map((benchmark) => [benchmark.name, scalesOf(benchmark)]));
  for (const { folder, file, labels } of studies) {
    for (const run of file.runs) {
      const log = runFile(folder, run);
      if (!existsSync(log)) continue;
      const history = await readRunHistory(log, (header) => benchmarkOf(file, header, log));
      if (history === undefined) continue;
      const { optimizer, benchmark } = history.header;
      const context = {
        folder,
        optimizer: labels.get(optimizer.label) ?? optimizer.label,
        scales: scales.get(`${benchmark.family}.${benchmark.instance}`),
      };
      yield { history, trace: traceOf(history, context) };
    }
  }
}

/** @throws SuiteError of code 'user' where the study has no such benchmark */
export function benchmarkOf({ benchmarks }: StudyFile, { benchmark }: Started, log: string): StudyBenchmark {
  const name = `${benchmark.family}.${benchmark.instance}`;
  const found = benchmarks[name];
  if (found === undefined) throw userError(`study.json says nothing of the benchmark ${name}`, { file: log, line: 1 });
  return found;
}
