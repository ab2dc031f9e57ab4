import { existsSync, statSync } from 'node:fs';
import { runFile, type StudyBenchmark, type StudyFile } from '../../../log/study.js';
import { readJsonl } from '../../../log/read.js';
import type { Started } from '../../../log/records.js';
import { userError } from '../../../core/errors.js';

/** A run that has a log. */
export interface LoggedRun {
  readonly run: string;
  readonly file: string;
  readonly header: Started;
}

/** The runs of one benchmark. */
export interface BenchmarkRuns {
  /** `<family>.<instance>` */
  readonly name: string;
  readonly benchmark: StudyBenchmark;
  /** In the order of the plan; one that was never started has no log and is not among them. */
  readonly runs: readonly LoggedRun[];
}

/**
 * The logs of a study by benchmark, in the order of study.json; benchmarks without a log are left out.
 * @throws SuiteError of code 'user' on a damaged log.
 */
export async function runsByBenchmark(study: StudyFile, folder: string): Promise<readonly BenchmarkRuns[]> {
  const groups = new Map<string, LoggedRun[]>();
  for (const run of study.runs) {
    const file = runFile(folder, run);
    const header = await headerOf(file);
    if (header === undefined) continue;
    const { family, instance } = header.benchmark;
    const name = `${family}.${instance}`;
    groups.set(name, [...(groups.get(name) ?? []), { run, file, header }]);
  }
  const unknown = [...groups.keys()].find((name) => !Object.hasOwn(study.benchmarks, name));
  if (unknown !== undefined) throw userError(`study.json says nothing of the benchmark ${unknown}`, { file: folder });
  return Object.entries(study.benchmarks).flatMap(([name, benchmark]) => {
    const runs = groups.get(name);
    return runs === undefined ? [] : [{ name, benchmark, runs }];
  });
}

/** Undefined where the run was not started, or was killed before its first line was whole. */
async function headerOf(file: string): Promise<Started | undefined> {
  if (!existsSync(file) || statSync(file).size === 0) return undefined;
  for await (const records of readJsonl(file)) {
    for (const { record } of records) {
      if (record.record === 'started') return record;
      throw userError('the log does not begin with its header', { file, line: 1 });
    }
  }
  return undefined;
}

/** A note on the runs of the plan that no export can show. */
export function notesOnMissing(study: StudyFile, groups: readonly BenchmarkRuns[]): readonly string[] {
  const missing = study.runs.length - groups.reduce((sum, { runs }) => sum + runs.length, 0);
  if (missing === 0) return [];
  return [`runs left out because they have no log yet: ${missing} of ${study.runs.length}`];
}
