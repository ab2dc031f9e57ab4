import { userError } from '../core/errors.js';
import { readJsonl, type Place } from '../log/read.js';
import type { Observed, Started, StudyRecord, Suggested } from '../log/records.js';
import type { StudyBenchmark } from '../log/study.js';
import type { ComparedClock } from './comparison.js';
import { createLevels } from './reached-levels.js';
import { exactMetricOf, valueReader } from './run-history.js';
import { FAILURES } from './run-trace.js';

/** How far one run is: a fold over its log that is read on, never again. */
export interface RunProgress {
  readonly header: Started | undefined;
  readonly ended: boolean;
  readonly evaluations: number;
  readonly failures: number;
  /** Share of the budget, of the limit that is nearest: 0..1. */
  readonly share: number;
  /** Last incumbent of the first objective at full fidelity, as it is judged (`RunHistory.judged`), minimised; Infinity where there is none. */
  readonly incumbent: number;
}

export interface RunReader {
  readonly progress: RunProgress;
  /**
   * Reads what was appended since the last time.
   * @returns whether there was anything
   * @throws SuiteError of code 'user' where the log is damaged: what is before the damage counts
   */
  readOn(): Promise<boolean>;
}

/** Reads the log of a run as it grows. In memory are the evaluations under way and a level a trial. */
export function createRunReader(file: string, benchmarkOf: (header: Started) => StudyBenchmark): RunReader {
  let place: Place | undefined;
  let fold: Fold | undefined;
  return {
    get progress() {
      return fold?.progress ?? NOTHING;
    },
    async readOn() {
      const before = place;
      for await (const records of readJsonl(file, place)) {
        for (const { record, line, end } of records) {
          if (record.record === 'started') fold = createFold(record, benchmarkOf(record));
          else if (fold === undefined) throw userError('the log does not begin with its header', { file, line: 1 });
          else if (!fold.add(record)) throw userError('what is observed was never suggested', { file, line });
          place = { line, end };
        }
      }
      return place !== before;
    },
  };
}

const NOTHING: RunProgress = {
  header: undefined,
  ended: false,
  evaluations: 0,
  failures: 0,
  share: 0,
  incumbent: Infinity,
};

interface Fold {
  readonly progress: RunProgress;
  /** @returns false where the record does not fit what was before */
  add(record: StudyRecord): boolean;
}

function createFold(header: Started, benchmark: StudyBenchmark): Fold {
  const pending = new Map<number, Suggested>();
  const levels = createLevels(benchmark.fidelities, header.accounting === 'resume');
  const objective = header.objectives[0] ?? '';
  const read = valueReader(benchmark, objective);
  const readJudged = valueReader(benchmark, exactMetricOf(benchmark, objective) ?? objective);
  const progress = { ...NOTHING, header };
  let charged = 0;
  let best = Infinity;
  const observe = (suggested: Suggested, { at, status, level: stoppedAt, metrics = {} }: Observed): void => {
    const { trial, evaluation, continues, fidelity } = suggested;
    const reached = levels.reach({ trial, evaluation, continues, fidelity, stoppedAt });
    charged += reached.charged;
    progress.evaluations++;
    if (FAILURES.has(status)) progress.failures++;
    const value = reached.full && status === 'completed' ? read(metrics) : NaN;
    if (value < best) {
      const judged = readJudged(metrics);
      [best, progress.incumbent] = [value, Number.isNaN(judged) ? Infinity : judged];
    }
    const spent = { seconds: at, evaluations: progress.evaluations, fullEvaluations: charged };
    progress.share = shareOf(header.budget, spent);
  };
  const end = (): void => {
    progress.ended = true;
    progress.share = 1;
  };
  return {
    progress,
    add(record) {
      if (record.record === 'suggested') pending.set(record.evaluation, record);
      if (record.record === 'ended') end();
      if (record.record !== 'observed') return true;
      const suggested = pending.get(record.evaluation);
      if (suggested === undefined) return false;
      pending.delete(record.evaluation);
      observe(suggested, record);
      return true;
    },
  };
}

/** As the runner counts it (`runner/meter.ts`). */
function shareOf(budget: Started['budget'], spent: Readonly<Record<ComparedClock, number>>): number {
  const shares = Object.entries(spent).map(([clock, amount]) => {
    const limit = budget[clock];
    return typeof limit === 'number' ? amount / limit : 0;
  });
  return Math.min(1, Math.max(...shares));
}
