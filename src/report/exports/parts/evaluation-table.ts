import { userError } from '../../../core/errors.js';
import type { Value } from '../../../core/types.js';
import type { StudyBenchmark } from '../../../log/study.js';
import type { Parameter } from '../../../space/parameter.js';
import { sqlName, sqlRows, sqlText } from './duckdb.js';
import type { BenchmarkRuns } from './runs.js';

/**
 * The query of a benchmark's evaluations, by run and evaluation. Parameters, fidelities and metrics are columns of their own with
 * the types that the benchmark declares; an inactive parameter, and everything that an evaluation under way does not have yet, is
 * NULL. `level` is where an evaluation was stopped, its metrics are of that level.
 * @throws SuiteError of code 'user' where two names of a kind differ in case only.
 */
export function evaluationTable({ name, benchmark, runs }: BenchmarkRuns): string {
  refuseTwins(name, benchmark);
  const parameters = columns(benchmark.space.parameters.map((parameter) => [parameter.name, typeOf(parameter)]));
  const fidelities = columns(benchmark.fidelities.map(({ name }) => [name, 'DOUBLE']));
  const metrics = columns(Object.keys(benchmark.metrics).map((name) => [name, 'DOUBLE']));
  const log = { ...FIELDS, configuration: parameters.type, fidelity: fidelities.type, metrics: metrics.type };
  const about = runs.map(({ run, file, header }, place) => ({ ...aboutRun(header), run, file, place }));
  return `
    WITH about AS (${sqlRows(RUN_FIELDS, about)}),
    log AS (${readLogs(
      runs.map(({ file }) => file),
      log,
    )}),
    asked AS (SELECT * FROM log WHERE record = 'suggested'),
    observed AS (SELECT * FROM log WHERE record = 'observed'),
    trials AS (SELECT filename, trial, configuration, seed FROM asked WHERE configuration IS NOT NULL)
    SELECT about.run, about.optimizer, about.seed AS run_seed, asked.evaluation, asked.trial, asked.worker,
      asked."at" AS started_at, observed."at" AS ended_at, coalesce(observed.status, 'unfinished') AS status,
      observed.cost, observed."restartCost" AS restart_cost, CAST(asked.overhead AS DOUBLE) AS overhead, observed."level",
      coalesce(asked.seed, trials.seed) AS evaluation_seed, asked.replicate, asked.continues,
      ${[
        ...parameters.select('trials.configuration', 'configuration'),
        ...fidelities.select('asked.fidelity', 'fidelity'),
        ...metrics.select('observed.metrics', 'metric'),
      ].join(', ')},
      observed.code, observed.message
    FROM asked
    JOIN about ON about.file = asked.filename
    JOIN trials ON trials.filename = asked.filename AND trials.trial = asked.trial
    LEFT JOIN observed ON observed.filename = asked.filename AND observed.evaluation = asked.evaluation
    ORDER BY about.place, asked.evaluation`;
}

function refuseTwins(benchmark: string, { space, fidelities, metrics }: StudyBenchmark): void {
  for (const names of [space.parameters.map(nameOf), fidelities.map(nameOf), Object.keys(metrics)]) {
    const small = names.map((name) => name.toLowerCase());
    const twin = names.find((_, index) => small.indexOf(small[index] as string) < index);
    if (twin === undefined) continue;
    throw userError(`benchmark ${benchmark} has two names that differ in case only: "${twin}"`, {
      mend: 'DuckDB cannot tell such columns apart: choose another format.',
    });
  }
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}

/** Reads logs as DuckDB does, with the fields given and the name of the file. */
export function readLogs(files: readonly string[], fields: Readonly<Record<string, string>>): string {
  const types = Object.entries(fields).map(([name, type]) => `${sqlText(name)}: ${sqlText(type)}`);
  return `SELECT * FROM read_json([${files.map(sqlText).join(', ')}], format = 'newline_delimited', filename = true,
    columns = {${types.join(', ')}})`;
}

const FIELDS = {
  record: 'VARCHAR',
  evaluation: 'BIGINT',
  at: 'DOUBLE',
  worker: 'BIGINT',
  trial: 'BIGINT',
  seed: 'BIGINT',
  continues: 'BIGINT',
  replicate: 'BIGINT',
  // In the header of a log it is the policy.
  overhead: 'JSON',
  status: 'VARCHAR',
  cost: 'DOUBLE',
  restartCost: 'DOUBLE',
  level: 'DOUBLE',
  code: 'VARCHAR',
  message: 'VARCHAR',
} as const;

const RUN_FIELDS = { run: 'VARCHAR', file: 'VARCHAR', place: 'BIGINT', optimizer: 'VARCHAR', seed: 'BIGINT' } as const;

function aboutRun({ optimizer, seed }: BenchmarkRuns['runs'][number]['header']): object {
  return { optimizer: optimizer.label, seed };
}

interface Columns {
  /** The type of the object in the log that has them as its members. */
  readonly type: string;
  /** What SELECT is told: each member of an object, named `<prefix>.<name>`. */
  select(object: string, prefix: string): readonly string[];
}

function columns(members: readonly (readonly [name: string, type: string])[]): Columns {
  return {
    // There is no object without members.
    type:
      members.length === 0 ? 'JSON' : `STRUCT(${members.map(([name, type]) => `${sqlName(name)} ${type}`).join(', ')})`,
    select: (object, prefix) =>
      members.map(([name]) => `struct_extract(${object}, ${sqlText(name)}) AS ${sqlName(`${prefix}.${name}`)}`),
  };
}

function typeOf(parameter: Parameter): string {
  switch (parameter.type) {
    case 'float':
      return 'DOUBLE';
    case 'integer':
      return 'BIGINT';
    case 'ordinal':
      return typeOfValues(parameter.sequence);
    case 'categorical':
      return typeOfValues(parameter.choices);
    case 'constant':
      return typeOfValues([parameter.value]);
  }
}

/** Choices of several types are texts. */
function typeOfValues(values: readonly Value[]): string {
  if (values.every((value) => typeof value === 'boolean')) return 'BOOLEAN';
  if (values.every((value) => Number.isSafeInteger(value))) return 'BIGINT';
  return values.every((value) => typeof value === 'number') ? 'DOUBLE' : 'VARCHAR';
}
