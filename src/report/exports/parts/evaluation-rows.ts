import type { Value } from '../../../core/types.js';
import { createFidelitySpace } from '../../../fidelity/space.js';
import type { StudyBenchmark } from '../../../log/study.js';
import type { Parameter } from '../../../space/parameter.js';
import { evaluationsOf, type Evaluation } from './evaluations.js';
import type { BenchmarkRuns, LoggedRun } from './runs.js';
import { spending } from './spending.js';
import type { ColumnType, Field, TypedColumn, TypedTable } from './typed-table.js';

/**
 * The evaluations of a benchmark, by run and number. Parameters, fidelities and metrics are columns of their own with the types that
 * the benchmark declares; an inactive parameter, and everything that an evaluation under way does not have yet, is null.
 *
 * `fidelity.<name>` is what was asked for; `level` is where the metrics are of, in the fidelity that continues (else in the first):
 * it is lower where the optimizer stopped the evaluation. `relative_cost` is that of the level, in evaluations at the highest
 * fidelity, and `full_evaluations` what the run had spent when the evaluation was observed.
 */
export function evaluationTable({ name, benchmark, runs }: BenchmarkRuns): TypedTable {
  const { space, fidelities, metrics } = benchmark;
  const columns: readonly TypedColumn[] = [
    ...FIXED,
    ...space.parameters.map((parameter) => ({ name: `configuration.${parameter.name}`, type: typeOf(parameter) })),
    ...fidelities.map((parameter) => ({ name: `fidelity.${parameter.name}`, type: 'number' as const })),
    ...Object.keys(metrics).map((metric) => ({ name: `metric.${metric}`, type: 'number' as const })),
    { name: 'code', type: 'text' },
    { name: 'message', type: 'text' },
  ];
  return { name: `evaluations/${name}`, columns, rows: rowsOf(runs, benchmark) };
}

const FIXED: readonly TypedColumn[] = [
  { name: 'run', type: 'text' },
  { name: 'optimizer', type: 'text' },
  { name: 'run_seed', type: 'integer' },
  { name: 'evaluation', type: 'integer' },
  { name: 'trial', type: 'integer' },
  { name: 'worker', type: 'integer' },
  { name: 'started_at', type: 'number' },
  { name: 'ended_at', type: 'number' },
  { name: 'status', type: 'text' },
  { name: 'cost', type: 'number' },
  { name: 'restart_cost', type: 'number' },
  { name: 'overhead', type: 'number' },
  { name: 'level', type: 'number' },
  { name: 'relative_cost', type: 'number' },
  { name: 'full_evaluations', type: 'number' },
  { name: 'evaluation_seed', type: 'integer' },
  { name: 'replicate', type: 'integer' },
  { name: 'continues', type: 'integer' },
];

async function* rowsOf(
  runs: readonly LoggedRun[],
  benchmark: StudyBenchmark,
): AsyncGenerator<readonly Field[], undefined> {
  for (const run of runs) yield* byNumber(run, benchmark);
}

/** Evaluations are observed out of order: those that came early wait for the ones before them. */
async function* byNumber(run: LoggedRun, benchmark: StudyBenchmark): AsyncGenerator<readonly Field[], undefined> {
  const row = rowOf(run, benchmark);
  const waiting = new Map<number, readonly Field[]>();
  let next = 0;
  for await (const evaluation of evaluationsOf(run.file, benchmark.fidelities)) {
    waiting.set(evaluation.asked.evaluation, row(evaluation));
    for (let ready = waiting.get(next); ready !== undefined; ready = waiting.get(next)) {
      yield ready;
      waiting.delete(next++);
    }
  }
}

function rowOf({ run, header }: LoggedRun, benchmark: StudyBenchmark): (evaluation: Evaluation) => readonly Field[] {
  const { space, fidelities, metrics } = benchmark;
  const fidelitySpace = createFidelitySpace(fidelities);
  const spend = spending(fidelitySpace, header.accounting === 'resume');
  const parameters = space.parameters.map(({ name, ...rest }) => ({
    name,
    isText: typeOf({ name, ...rest }) === 'text',
  }));
  const metricNames = Object.keys(metrics);
  const levelOf = (fidelities.find(({ continuation }) => continuation) ?? fidelities[0])?.name;
  return (evaluation) => {
    const { asked, observed, configuration, fidelity, seed } = evaluation;
    return [
      ...[run, header.optimizer.label, header.seed, asked.evaluation, asked.trial, asked.worker],
      ...[asked.at, observed?.at ?? null, observed?.status ?? 'unfinished', observed?.cost ?? null],
      ...[observed?.restartCost ?? null, asked.overhead ?? null],
      levelOf === undefined ? null : (fidelity[levelOf] ?? null),
      fidelitySpace.relativeCost(fidelity),
      observed === undefined ? null : spend(evaluation),
      ...[seed, asked.replicate ?? null, asked.continues ?? null],
      ...parameters.map(({ name, isText }) => fieldOf(configuration[name], isText)),
      ...fidelities.map(({ name }) => asked.fidelity[name] ?? null),
      ...metricNames.map((name) => observed?.metrics?.[name] ?? null),
      ...[observed?.code ?? null, observed?.message ?? null],
    ];
  };
}

function fieldOf(value: Value | undefined, isText: boolean): Field {
  return value === undefined ? null : isText ? String(value) : value;
}

function typeOf(parameter: Parameter): ColumnType {
  switch (parameter.type) {
    case 'float':
      return 'number';
    case 'integer':
      return 'integer';
    case 'ordinal':
      return typeOfValues(parameter.sequence);
    case 'categorical':
      return typeOfValues(parameter.choices);
    case 'constant':
      return typeOfValues([parameter.value]);
  }
}

/** Choices of several types are texts. */
function typeOfValues(values: readonly Value[]): ColumnType {
  if (values.every((value) => typeof value === 'boolean')) return 'boolean';
  if (values.every((value) => Number.isSafeInteger(value))) return 'integer';
  return values.every((value) => typeof value === 'number') ? 'number' : 'text';
}
