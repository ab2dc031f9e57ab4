import { appendFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openJsonl } from '../../../src/log/jsonl.js';
import type { StudyRecord } from '../../../src/log/records.js';
import { runFile, studyFile, type StudyBenchmark, type StudyFile } from '../../../src/log/study.js';

/** A maximised objective, a conditional parameter, names with quotes and arrows, choices of all types. */
const ONE: StudyBenchmark = {
  space: {
    parameters: [
      { name: 'lr', type: 'float', lower: 1e-6, upper: 1, log: true, default: 0.001 },
      { name: 'units', type: 'integer', lower: 4, upper: 64, log: true, default: 16 },
      { name: `1<-0 "it's"`, type: 'categorical', choices: ['none', 'a b', ''], default: 'none' },
      { name: 'flag', type: 'categorical', choices: [true, false], default: true },
      { name: 'rate', type: 'ordinal', sequence: [0.1, 0.5], default: 0.1 },
      { name: 'depth', type: 'integer', lower: 1, upper: 9, default: 3 },
      { name: 'kind', type: 'constant', value: 'tree' },
    ],
    conditions: [{ child: 'depth', when: { parameter: 'flag', equals: true } }],
  },
  fidelities: [{ name: 'epochs', type: 'integer', lower: 1, upper: 9, log: true, continuation: true, unit: 'epochs' }],
  metrics: {
    accuracy: { direction: 'maximize', role: 'objective', lower: 0, upper: 1 },
    test_accuracy: { direction: 'maximize', role: 'test', of: 'accuracy' },
  },
  clock: 'recorded',
  level: 'synthetic',
  source: 'tests',
  licence: 'CC0-1.0',
};

/** Two objectives of two directions, two fidelities, one of them with levels. */
const TWO: StudyBenchmark = {
  ...ONE,
  space: { parameters: [{ name: 'x', type: 'float', lower: 0, upper: 1, default: 0.5 }] },
  fidelities: [
    { name: 'rows', type: 'float', lower: 0.1, upper: 1, continuation: false, unit: 'fraction' },
    { name: 'trees', type: 'ordinal', lower: 1, upper: 100, levels: [1, 10, 100], continuation: false, unit: 'trees' },
  ],
  metrics: {
    error: { direction: 'minimize', role: 'objective' },
    recall: { direction: 'maximize', role: 'objective' },
  },
};

const header = (run: string, instance: string, objectives: readonly string[]): StudyRecord => ({
  record: 'started',
  format: 1,
  suite: '0.1.0',
  study: 'nasty',
  run,
  benchmark: { family: 'toy', instance, version: '1.0.0', source: 'sha256:0' },
  objectives,
  features: [],
  constraints: [],
  optimizer: { name: 'hyperband', label: 'hb', options: { eta: 3 } },
  seed: 7,
  budget: { evaluations: 10 },
  workers: 2,
  clock: 'virtual',
  accounting: 'resume',
  overhead: 'zero',
});

const tree = { '1<-0 "it\'s"': '', flag: true, rate: 0.5, kind: 'tree' };
const stump = { ...tree, '1<-0 "it\'s"': 'a b', flag: false, rate: 0.1 };

/** Promoted, stopped early, failed, timed out, out of order, and one that is under way. */
const FIRST: readonly StudyRecord[] = [
  header('toy.one.hb.7', 'one', ['accuracy']),
  suggested(0, 0, { trial: 0, configuration: { lr: 1e-5, units: 4, ...tree, depth: 2 }, level: 1 }),
  suggested(1, 0, { trial: 1, configuration: { lr: 0.25, units: 64, ...stump }, level: 9 }),
  observed(0, 1.5, { accuracy: 0.5, test_accuracy: 0.25 }),
  suggested(2, 1.5, { trial: 2, configuration: { lr: 1, units: 5, ...stump }, level: 9 }),
  {
    record: 'observed',
    evaluation: 2,
    at: 3,
    status: 'failed',
    cost: 1.5,
    code: 'objective-failed',
    message: 'a, "b"',
  },
  { ...observed(1, 9, { accuracy: 0.75, test_accuracy: 0.7 }), cost: 9 },
  suggested(3, 9, { trial: 0, level: 9, continues: 0 }),
  suggested(4, 9, { trial: 3, configuration: { lr: 0.5, units: 9, ...stump }, level: 9 }),
  { ...observed(4, 12, { accuracy: 0.1, test_accuracy: 0.1 }), status: 'stopped', level: 3, cost: 3 },
  suggested(5, 12, { trial: 4, configuration: { lr: 0.01, units: 9, ...stump }, level: 9 }),
  { ...observed(3, 17, { accuracy: 0.875, test_accuracy: 0.8 }), cost: 8, restartCost: 9 },
  { record: 'observed', evaluation: 5, at: 22, status: 'timed-out', cost: 10, code: 'deadline', message: 'late' },
  suggested(6, 22, { trial: 5, configuration: { lr: 0.02, units: 8, ...stump }, level: 9 }),
];

const SECOND: readonly StudyRecord[] = [
  header('toy.two.hb.7', 'two', ['error', 'recall']),
  { ...suggested(0, 0, { trial: 0, configuration: { x: 0.25 } }), fidelity: { rows: 0.1, trees: 10 } },
  { ...observed(0, 1, { error: 0.5, recall: 0.5 }), cost: 1 },
  { ...suggested(1, 1, { trial: 0 }), fidelity: { rows: 1, trees: 100 } },
  { ...observed(1, 11, { error: 0.25, recall: 0.75 }), cost: 10 },
  { ...suggested(2, 11, { trial: 1, configuration: { x: 1 } }), fidelity: { rows: 1, trees: 100 } },
  { ...observed(2, 21, { error: 0.125, recall: 0.25 }), cost: 10 },
  { record: 'ended', at: 21, reason: 'evaluations', evaluations: 3, failures: 0 },
];

interface Asked {
  readonly trial: number;
  readonly level?: number;
  readonly configuration?: Readonly<Record<string, number | string | boolean>>;
  readonly continues?: number;
}

function suggested(
  evaluation: number,
  at: number,
  { trial, level = 9, ...more }: Asked,
): StudyRecord & { record: 'suggested' } {
  const seed = more.configuration === undefined ? {} : { seed: 100 + trial };
  return { record: 'suggested', evaluation, at, worker: 0, trial, fidelity: { epochs: level }, ...seed, ...more };
}

function observed(
  evaluation: number,
  at: number,
  metrics: Readonly<Record<string, number>>,
): StudyRecord & { record: 'observed' } {
  return { record: 'observed', evaluation, at, status: 'completed', cost: 1.5, metrics };
}

/** Three runs of the plan: one killed in the middle of a line, one that ended, one that was not started. */
export function nastyStudy(): { readonly folder: string; readonly study: StudyFile } {
  const folder = mkdtempSync(join(tmpdir(), 'hport-export-'));
  const study: StudyFile = {
    format: 1,
    suite: '0.1.0',
    recipe: { study: 'nasty', benchmarks: [], optimizers: [], seeds: [], budget: {}, workers: {}, engine: 'inline' },
    families: {},
    optimizers: {},
    benchmarks: { 'toy.one': ONE, 'toy.two': TWO },
    runs: ['toy.one.hb.7', 'toy.two.hb.7', 'toy.two.hb.8'],
  };
  mkdirSync(join(folder, 'runs'));
  writeFileSync(studyFile(folder), JSON.stringify(study));
  writeLog(runFile(folder, 'toy.one.hb.7'), FIRST);
  appendFileSync(runFile(folder, 'toy.one.hb.7'), '{"record":"observed","evaluation":6,"at":2');
  writeLog(runFile(folder, 'toy.two.hb.7'), SECOND);
  return { folder, study };
}

function writeLog(file: string, records: readonly StudyRecord[]): void {
  const log = openJsonl(file, { eachRecord: false });
  for (const record of records) log.append(record);
  log.close();
}

/** An empty folder to write into. */
export function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), 'hport-exported-'));
}
