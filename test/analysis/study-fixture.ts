import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openJsonl } from '../../src/log/jsonl.js';
import type { Ended, Observed, StudyRecord } from '../../src/log/records.js';
import { runFile, studyFile, type StudyBenchmark, type StudyFile } from '../../src/log/study.js';

/** A study written down by hand: its logs have the form of real ones, and the numbers that a test asks for. */
export interface WrittenStudy {
  readonly study?: string;
  readonly benchmarks: Readonly<Record<string, StudyBenchmark>>;
  /** Labels, which are names too. */
  readonly optimizers: readonly string[];
  readonly fidelities?: Readonly<Record<string, 'none' | 'one' | 'many'>>;
  readonly seeds?: readonly number[];
  readonly budget?: Readonly<Record<string, number>>;
  readonly workers?: number;
  readonly objectives?: readonly string[];
  /** The run of an optimizer on a benchmark with a seed; undefined where it has not begun. */
  readonly run: (benchmark: string, optimizer: string, seed: number) => WrittenRun | undefined;
}

export interface WrittenRun {
  readonly evaluations: readonly WrittenEvaluation[];
  /** Default: `evaluations`; null for an unfinished run. */
  readonly reason?: Ended['reason'] | null;
}

/** One after another on one worker, a second each; a new trial each, at full fidelity, unless it says otherwise. */
export interface WrittenEvaluation {
  readonly metrics?: Readonly<Record<string, number>>;
  readonly level?: number;
  readonly trial?: number;
  readonly worker?: number;
  readonly start?: number;
  readonly cost?: number;
  readonly continues?: number;
  readonly status?: Observed['status'];
  readonly configuration?: Readonly<Record<string, number | string>>;
}

/** An error to be minimised, 0..1, whose optimum is 0.1 and whose declared median is 1, over 9 epochs. */
export const ERROR: StudyBenchmark = {
  space: { parameters: [{ name: 'x', type: 'float', lower: 0, upper: 1 }], conditions: [], forbidden: [] },
  fidelities: [{ name: 'epochs', type: 'integer', lower: 1, upper: 9, continuation: true, unit: 'epochs' }],
  metrics: {
    error: {
      ...{ direction: 'minimize', role: 'objective', lower: 0, upper: 1, optimum: 0.1 },
      scale: { best: 0.1, exact: true, median: 1, how: 'by hand' },
    },
    test_error: { direction: 'minimize', role: 'test', of: 'error', lower: 0, upper: 1 },
  },
  clock: 'recorded',
  level: 'synthetic',
  source: 'test',
  licence: 'CC0-1.0',
};

export function losses(values: readonly number[]): WrittenRun {
  return { evaluations: values.map((error) => ({ metrics: { error, test_error: error } })) };
}

/** Writes the study into a new folder and returns it. */
export function writeStudy(folder: string, written: WrittenStudy): string {
  const { seeds = [0], optimizers, benchmarks } = written;
  mkdirSync(join(folder, 'runs'), { recursive: true });
  const runs = Object.keys(benchmarks).flatMap((benchmark) =>
    optimizers.flatMap((optimizer) =>
      seeds.map((seed) => ({ id: `${benchmark}.${optimizer}.${seed}`, benchmark, optimizer, seed })),
    ),
  );
  const ids = runs.map(({ id }) => id);
  writeFileSync(studyFile(folder), JSON.stringify(studyOf(written, ids)));
  for (const { id, benchmark, optimizer, seed } of runs) {
    const run = written.run(benchmark, optimizer, seed);
    if (run === undefined) continue;
    const log = openJsonl(runFile(folder, id), { eachRecord: false });
    for (const record of recordsOf(written, { id, benchmark, optimizer, seed }, run)) log.append(record);
    log.close();
  }
  return folder;
}

function studyOf(written: WrittenStudy, runs: readonly string[]): StudyFile {
  const { benchmarks, optimizers, budget = { evaluations: 10 }, seeds = [0], fidelities = {} } = written;
  const names = Object.keys(benchmarks).map((name) => name.split('.') as [string, string]);
  return {
    format: 1,
    suite: '0.0.0',
    recipe: {
      study: written.study ?? 'written',
      benchmarks: names.map(([family, instance]) => ({
        family,
        instances: [instance],
        objectives: objectivesOf(written),
      })),
      optimizers: optimizers.map((label) => ({ name: label, label, options: {} })),
      seeds,
      budget,
      workers: { count: written.workers ?? 1 },
      engine: 'inline',
    },
    families: Object.fromEntries(names.map(([family]) => [family, { version: '1.0.0', source: 'sha256:0' }])),
    optimizers: Object.fromEntries(
      optimizers.map((name) => [name, { source: 'test', fidelities: fidelities[name] ?? 'none' }]),
    ),
    benchmarks,
    runs,
  };
}

function objectivesOf({ objectives = ['error'] }: WrittenStudy): readonly string[] {
  return objectives;
}

interface Run {
  readonly id: string;
  readonly benchmark: string;
  readonly optimizer: string;
  readonly seed: number;
}

function* recordsOf(
  written: WrittenStudy,
  run: Run,
  { evaluations, reason = 'evaluations' }: WrittenRun,
): Generator<StudyRecord> {
  const { id, benchmark, optimizer, seed } = run;
  const [family = '', instance = ''] = benchmark.split('.');
  yield {
    record: 'started',
    format: 1,
    suite: '0.0.0',
    study: written.study ?? 'written',
    run: id,
    benchmark: { family, instance, version: '1.0.0', source: 'sha256:0' },
    objectives: objectivesOf(written),
    features: [],
    constraints: [],
    optimizer: { name: optimizer, label: optimizer, options: {} },
    seed,
    budget: written.budget ?? { evaluations: 10 },
    workers: written.workers ?? 1,
    clock: 'virtual',
    accounting: 'resume',
    overhead: 'zero',
  };
  let now = 0;
  const known = new Set<number>();
  for (const [evaluation, each] of evaluations.entries()) {
    const { metrics, level = 9, trial = evaluation, worker = 0, start = now, cost = 1, status = 'completed' } = each;
    const { configuration = { x: 0.5 }, continues } = each;
    yield {
      record: 'suggested',
      evaluation,
      at: start,
      worker,
      trial,
      ...(!known.has(trial) && { configuration }),
      fidelity: { epochs: level },
      ...(continues !== undefined && { continues }),
    };
    known.add(trial);
    now = start + cost;
    const failure = { code: 'objective-failed', message: 'no' } as const;
    yield {
      record: 'observed',
      evaluation,
      at: now,
      status,
      cost,
      ...(metrics !== undefined && { metrics }),
      ...(status !== 'completed' && status !== 'stopped' && failure),
    };
  }
  if (reason === null) return;
  yield { record: 'ended', at: now, reason, evaluations: evaluations.length, failures: 0 };
}
