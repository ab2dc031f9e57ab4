import { userError } from '../core/errors.js';
import type { Configuration, Metrics } from '../core/types.js';
import { readJsonl } from '../log/read.js';
import type { Ended, Observed, Started, Suggested } from '../log/records.js';
import type { StudyBenchmark } from '../log/study.js';
import { createLevels } from './reached-levels.js';

/** One run in columns: entry i of each is the i-th evaluation in the order of observation. What is unknown is NaN. */
export interface RunHistory {
  readonly header: Started;
  /** Absent while the run is not finished. */
  readonly ended?: Ended;
  readonly trial: readonly number[];
  readonly worker: readonly number[];
  /** Seconds on the run's clock. */
  readonly start: readonly number[];
  readonly end: readonly number[];
  /** Seconds that the run was charged, and seconds from scratch. */
  readonly cost: readonly number[];
  readonly restartCost: readonly number[];
  /** Relative to one at full fidelity, in (0, 1]: from scratch, and what is left of that where it continued another evaluation. */
  readonly level: readonly number[];
  readonly charged: readonly number[];
  /** At the highest level of every fidelity parameter, and not stopped before. */
  readonly full: readonly boolean[];
  /** It was asked to raise a trial that had been evaluated before at a lower level. */
  readonly raised: readonly boolean[];
  readonly status: readonly Observed['status'][];
  /** Of what failed; empty otherwise. */
  readonly code: readonly string[];
  /** Objectives x evaluations as the optimizer saw them, minimised. */
  readonly objectives: readonly (readonly number[])[];
  /**
   * Objectives x evaluations as reports judge them, minimised: the exact metric of the objective where the benchmark has one;
   * otherwise the same array as in `objectives`.
   */
  readonly judged: readonly (readonly number[])[];
  /** Held-out test value of the first objective, minimised; NaN where the benchmark has none. */
  readonly test: readonly number[];
  /** By trial. */
  readonly configurations: readonly Configuration[];
  /** Seconds that the optimizer took, where the log counts them. */
  readonly overhead: number;
}

/**
 * Reads the log of one run; in memory are its columns, and the suggestions that are under way.
 * @returns undefined where the log has not begun
 * @throws SuiteError of code 'user' where the log is damaged
 */
export async function readRunHistory(
  file: string,
  benchmarkOf: (header: Started) => StudyBenchmark,
): Promise<RunHistory | undefined> {
  const pending = new Map<number, Suggested>();
  let columns: Columns | undefined;
  for await (const records of readJsonl(file)) {
    for (const { record } of records) {
      if (record.record === 'started') columns = createColumns(record, benchmarkOf(record));
      if (columns === undefined) throw userError('the log does not begin with its header', { file, line: 1 });
      if (record.record === 'suggested') {
        pending.set(record.evaluation, record);
        columns.suggest(record);
      }
      if (record.record === 'observed') {
        const suggested = pending.get(record.evaluation);
        if (suggested === undefined) {
          throw userError(`evaluation ${record.evaluation} was observed and never suggested`, { file });
        }
        pending.delete(record.evaluation);
        columns.observe(suggested, record);
      }
      if (record.record === 'ended') columns.end(record);
    }
  }
  return columns?.history;
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] extends readonly (infer Each)[] ? Each[] : T[Key] };

interface Columns {
  readonly history: RunHistory;
  suggest(record: Suggested): void;
  observe(suggested: Suggested, record: Observed): void;
  end(record: Ended): void;
}

function createColumns(header: Started, benchmark: StudyBenchmark): Columns {
  const exact = header.objectives.map((name) => exactMetricOf(benchmark, name));
  const history = emptyHistory(header, exact);
  const levels = createLevels(benchmark.fidelities, header.accounting === 'resume');
  const [first = ''] = header.objectives;
  const readers = header.objectives.map((name) => valueReader(benchmark, name));
  const exactReaders = exact.map((name) => (name === undefined ? undefined : valueReader(benchmark, name)));
  const readTest = valueReader(benchmark, testMetricOf(benchmark, first) ?? '');
  return {
    history,
    suggest({ trial, configuration, overhead = 0 }) {
      if (configuration !== undefined) history.configurations[trial] = configuration;
      history.overhead += overhead;
    },
    observe(suggested, { at, status, cost, restartCost = cost, level, metrics = {}, code = '' }) {
      const { trial, worker, evaluation, continues, fidelity } = suggested;
      const reached = levels.reach({ trial, evaluation, continues, fidelity, stoppedAt: level });
      history.trial.push(trial);
      history.worker.push(worker);
      history.start.push(suggested.at);
      history.end.push(at);
      history.cost.push(cost);
      history.restartCost.push(restartCost);
      history.level.push(reached.level);
      history.charged.push(reached.charged);
      history.full.push(reached.full);
      history.raised.push(reached.raised);
      history.status.push(status);
      history.code.push(code);
      history.test.push(readTest(metrics));
      readers.forEach((read, index) => (history.objectives[index] as number[]).push(read(metrics)));
      exactReaders.forEach((read, index) => read && (history.judged[index] as number[]).push(read(metrics)));
    },
    end(record) {
      history.ended = record;
    },
  };
}

type Growing = Omit<Writable<RunHistory>, 'objectives' | 'judged'> & {
  readonly objectives: number[][];
  readonly judged: number[][];
};

/** @param exact names of the exact metrics of the objectives */
function emptyHistory(header: Started, exact: readonly (string | undefined)[]): Growing {
  const objectives = exact.map((): number[] => []);
  return {
    header,
    trial: [],
    worker: [],
    start: [],
    end: [],
    cost: [],
    restartCost: [],
    level: [],
    charged: [],
    full: [],
    raised: [],
    status: [],
    code: [],
    objectives,
    judged: objectives.map((column, index) => (exact[index] === undefined ? column : [])),
    test: [],
    configurations: [],
    overhead: 0,
  };
}

/** Name of the test metric of an objective that is a second measurement, such as an error on held-out data. */
export function testMetricOf(benchmark: StudyBenchmark, objective: string): string | undefined {
  return testMetrics(benchmark, objective).find((name) => benchmark.metrics[name]?.exact !== true);
}

/** Name of the test metric that is the objective without noise, such as the mean over replicates: incumbents are judged by it. */
export function exactMetricOf(benchmark: StudyBenchmark, objective: string): string | undefined {
  return testMetrics(benchmark, objective).find((name) => benchmark.metrics[name]?.exact === true);
}

function testMetrics({ metrics }: StudyBenchmark, objective: string): readonly string[] {
  return Object.keys(metrics).filter((name) => metrics[name]?.role === 'test' && metrics[name].of === objective);
}

/** Reads a metric, minimised; NaN where it is not there. */
export function valueReader({ metrics }: StudyBenchmark, name: string): (of: Metrics) => number {
  const sign = metrics[name]?.direction === 'maximize' ? -1 : 1;
  return (of) => {
    const value = of[name];
    return value === undefined ? NaN : sign * value;
  };
}
