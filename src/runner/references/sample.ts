import type { MetricDefinition } from '../../core/metric.js';
import type { Asker, Question } from './asker.js';

/** What came of many evaluations. */
export interface Sample {
  /** Of each metric in the order of the questions: minimised, and Infinity where there is no value. */
  readonly losses: Readonly<Record<string, readonly number[]>>;
  /** Evaluations that gave no result. */
  readonly failed: number;
}

/** As many as the ONNX runtime takes at once. */
const TOGETHER = 1024;

export async function takeSample(
  ask: Asker,
  questions: Iterable<Question>,
  metrics: Readonly<Record<string, MetricDefinition>>,
): Promise<Sample> {
  const names = Object.keys(metrics);
  const columns = names.map((): number[] => []);
  let failed = 0;
  for (const batch of batches(questions)) {
    for (const answer of await ask(batch)) {
      if (answer === undefined) failed++;
      names.forEach((name, at) => columns[at]?.push(lossOf(metrics[name], answer?.[name])));
    }
  }
  return { losses: Object.fromEntries(names.map((name, at) => [name, columns[at] ?? []])), failed };
}

/** A value minimised; Infinity for none, and back. */
export function lossOf(metric: MetricDefinition | undefined, value: number | undefined): number {
  if (value === undefined || !Number.isFinite(value)) return Infinity;
  return metric?.direction === 'maximize' ? -value : value;
}

/**
 * The median, where what failed counts as the worst that did not; undefined where all failed. Of an even number the mean of the two
 * in the middle.
 */
export function medianLoss(losses: readonly number[]): number | undefined {
  const sorted = Float64Array.from(losses).sort();
  const completed = sorted.findLast((loss) => loss < Infinity);
  if (completed === undefined) return undefined;
  const at = (index: number): number => Math.min(sorted[index] as number, completed);
  const last = sorted.length - 1;
  return (at(Math.floor(last / 2)) + at(Math.ceil(last / 2))) / 2;
}

function* batches(questions: Iterable<Question>): Generator<readonly Question[]> {
  let batch: Question[] = [];
  for (const question of questions) {
    batch.push(question);
    if (batch.length < TOGETHER) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
