import { readJsonl } from '../../../log/read.js';
import type { Ended } from '../../../log/records.js';
import type { StudyFile } from '../../../log/study.js';
import type { BenchmarkRuns, LoggedRun } from './runs.js';
import type { Field, TypedColumn, TypedTable } from './typed-table.js';

/** The runs of a study, in the order of the plan; `state` is `ended`, `unfinished` or `not started`. */
export function runTable(study: StudyFile, groups: readonly BenchmarkRuns[]): TypedTable {
  return { name: 'runs', columns: RUN_COLUMNS, rows: runRows(study, groups) };
}

const RUN_COLUMNS: readonly TypedColumn[] = [
  { name: 'run', type: 'text' },
  { name: 'benchmark', type: 'text' },
  { name: 'family_version', type: 'text' },
  { name: 'optimizer', type: 'text' },
  { name: 'optimizer_name', type: 'text' },
  { name: 'optimizer_options', type: 'text' },
  { name: 'seed', type: 'integer' },
  { name: 'objectives', type: 'text' },
  { name: 'workers', type: 'integer' },
  { name: 'clock', type: 'text' },
  { name: 'accounting', type: 'text' },
  { name: 'budget', type: 'text' },
  { name: 'state', type: 'text' },
  { name: 'reason', type: 'text' },
  { name: 'ended_at', type: 'number' },
  { name: 'evaluations', type: 'integer' },
  { name: 'failures', type: 'integer' },
];

async function* runRows(
  study: StudyFile,
  groups: readonly BenchmarkRuns[],
): AsyncGenerator<readonly Field[], undefined> {
  const logged = new Map(groups.flatMap(({ name, runs }) => runs.map((run) => [run.run, { run, name }] as const)));
  for (const run of study.runs) {
    const known = logged.get(run);
    yield known === undefined ? notStarted(run) : [...aboutRun(known.run, known.name), ...(await endOf(known.run))];
  }
}

function notStarted(run: string): readonly Field[] {
  return RUN_COLUMNS.map(({ name }) => (name === 'run' ? run : name === 'state' ? 'not started' : null));
}

function aboutRun({ run, header }: LoggedRun, benchmark: string): readonly Field[] {
  const { optimizer, seed, objectives, workers, clock, accounting, budget } = header;
  return [
    ...[run, benchmark, header.benchmark.version, optimizer.label, optimizer.name, JSON.stringify(optimizer.options)],
    ...[seed, JSON.stringify(objectives), workers, clock === 'virtual' ? 'simulated' : 'real', accounting],
    JSON.stringify(budget),
  ];
}

async function endOf({ file }: LoggedRun): Promise<readonly Field[]> {
  const end = await lastRecord(file);
  if (end === undefined) return ['unfinished', null, null, null, null];
  return ['ended', end.reason, end.at, end.evaluations, end.failures];
}

async function lastRecord(file: string): Promise<Ended | undefined> {
  for await (const records of readJsonl(file)) {
    for (const { record } of records) if (record.record === 'ended') return record;
  }
  return undefined;
}

/** What is measured: each metric of each benchmark, with what the benchmark declares of it. */
export function metricTable({ benchmarks }: StudyFile): TypedTable {
  const rows = Object.entries(benchmarks).flatMap(([benchmark, { metrics }]) =>
    Object.entries(metrics).map(([metric, definition]) => {
      const declared: Readonly<Record<string, unknown>> = { benchmark, metric, ...definition };
      return METRIC_COLUMNS.map(({ name }) => (declared[name] as Field | undefined) ?? null);
    }),
  );
  return { name: 'metrics', columns: METRIC_COLUMNS, rows };
}

const METRIC_COLUMNS: readonly TypedColumn[] = [
  { name: 'benchmark', type: 'text' },
  { name: 'metric', type: 'text' },
  { name: 'direction', type: 'text' },
  { name: 'role', type: 'text' },
  { name: 'of', type: 'text' },
  { name: 'exact', type: 'boolean' },
  { name: 'lower', type: 'number' },
  { name: 'upper', type: 'number' },
  { name: 'optimum', type: 'number' },
  { name: 'unit', type: 'text' },
];
