import { existsSync } from 'node:fs';
import { userError } from '../core/errors.js';
import type { Started } from '../log/records.js';
import { runFile, type StudyBenchmark, type StudyFile } from '../log/study.js';
import { readRunHistory, type RunHistory } from './run-history.js';
import { traceOf, type RunTrace } from './run-trace.js';
import type { Study } from './studies.js';

/** The runs of the studies whose logs have begun, one after the other: a history is dropped when the next is read. */
export async function* readRuns(studies: readonly Study[]): AsyncGenerator<{ history: RunHistory; trace: RunTrace }> {
  for (const { folder, file, labels } of studies) {
    for (const run of file.runs) {
      const log = runFile(folder, run);
      if (!existsSync(log)) continue;
      const history = await readRunHistory(log, (header) => benchmarkOf(file, header, log));
      if (history === undefined) continue;
      const { label } = history.header.optimizer;
      yield { history, trace: traceOf(history, folder, labels.get(label) ?? label) };
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
