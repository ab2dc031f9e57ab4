import type { StudyFile } from '../../../log/study.js';
import { sqlRows } from './duckdb.js';
import { readLogs } from './evaluation-table.js';
import type { BenchmarkRuns } from './runs.js';

/** The query of a study's runs, in the order of the plan; `state` is `ended`, `unfinished` or `not started`. */
export function runTable(study: StudyFile, groups: readonly BenchmarkRuns[]): string {
  const logged = groups.flatMap(({ name, runs }) => runs.map((each) => ({ ...each, name })));
  const byRun = new Map(logged.map((each) => [each.run, each]));
  const rows = study.runs.map((run, place) => {
    const known = byRun.get(run);
    if (known === undefined) return { run, place };
    const { header, file, name } = known;
    const { optimizer, benchmark, seed, objectives, workers, clock, accounting, budget } = header;
    return {
      ...{ run, place, file, benchmark: name, family_version: benchmark.version, optimizer: optimizer.label },
      ...{ optimizer_name: optimizer.name, optimizer_options: JSON.stringify(optimizer.options), seed, objectives },
      ...{ workers, clock, accounting, budget: JSON.stringify(budget) },
    };
  });
  const files = logged.map(({ file }) => file);
  const ends = files.length === 0 ? sqlRows({ filename: 'VARCHAR', ...END_FIELDS }, []) : readLogs(files, END_FIELDS);
  return `
    WITH plan AS (${sqlRows(RUN_FIELDS, rows)}), ends AS (SELECT * FROM (${ends}) WHERE record = 'ended')
    SELECT plan.* EXCLUDE (place, file),
      CASE WHEN ends.record IS NOT NULL THEN 'ended' WHEN plan.file IS NULL THEN 'not started' ELSE 'unfinished' END AS state,
      ends.reason, ends."at" AS ended_at, ends.evaluations, ends.failures
    FROM plan LEFT JOIN ends ON ends.filename = plan.file
    ORDER BY plan.place`;
}

const END_FIELDS = {
  record: 'VARCHAR',
  at: 'DOUBLE',
  reason: 'VARCHAR',
  evaluations: 'BIGINT',
  failures: 'BIGINT',
} as const;

const RUN_FIELDS = {
  run: 'VARCHAR',
  place: 'BIGINT',
  file: 'VARCHAR',
  benchmark: 'VARCHAR',
  family_version: 'VARCHAR',
  optimizer: 'VARCHAR',
  optimizer_name: 'VARCHAR',
  optimizer_options: 'VARCHAR',
  seed: 'BIGINT',
  objectives: 'VARCHAR',
  workers: 'BIGINT',
  clock: 'VARCHAR',
  accounting: 'VARCHAR',
  budget: 'VARCHAR',
} as const;

/** The query of what is measured: `benchmark`, `metric` and what the benchmark declares of it. */
export function metricTable({ benchmarks }: StudyFile): string {
  const rows = Object.entries(benchmarks).flatMap(([benchmark, { metrics }]) =>
    Object.entries(metrics).map(([metric, definition]) => ({ benchmark, metric, ...definition })),
  );
  return sqlRows(METRIC_FIELDS, rows);
}

const METRIC_FIELDS = {
  benchmark: 'VARCHAR',
  metric: 'VARCHAR',
  direction: 'VARCHAR',
  role: 'VARCHAR',
  of: 'VARCHAR',
  lower: 'DOUBLE',
  upper: 'DOUBLE',
  optimum: 'DOUBLE',
  unit: 'VARCHAR',
} as const;
