import { createFidelitySpace } from '../../../fidelity/space.js';
import type { StudyBenchmark } from '../../../log/study.js';
import { evaluationsOf, isFull } from './evaluations.js';
import type { LoggedRun } from './runs.js';
import { spending } from './spending.js';

/** A run as IOHprofiler's JSON has it. */
export interface IohRun {
  readonly instance: number;
  readonly seed: number;
  readonly evals: number;
  readonly best: { readonly evals: number; readonly y: number; readonly x: readonly number[] };
}

/**
 * The rows of a run, and at the end what it came to.
 * @param worst for each objective, the value of an evaluation that has none at the highest fidelity
 * @returns the best value of the first objective, at the evaluation that came to it first.
 */
export async function* iohRows(
  { file, header }: LoggedRun,
  benchmark: StudyBenchmark,
  worst: readonly number[],
): AsyncGenerator<string, IohRun> {
  const fidelities = createFidelitySpace(benchmark.fidelities);
  const spend = spending(fidelities, header.accounting === 'resume');
  const sign = signOf(benchmark, header.objectives[0]);
  let evals = 0;
  let best = { evals: 0, y: Infinity * sign };
  for await (const evaluation of evaluationsOf(file, benchmark.fidelities)) {
    const { observed, fidelity } = evaluation;
    if (observed === undefined) continue;
    evals++;
    const full = isFull(evaluation, fidelities.highest);
    const values = header.objectives.map((name, at) => (full ? (observed.metrics?.[name] ?? NaN) : (worst[at] ?? NaN)));
    const [y = NaN] = values;
    if (full && sign * y < sign * best.y) best = { evals, y };
    const numbers = [evals, ...values, observed.at, spend(evaluation), fidelities.relativeCost(fidelity)];
    yield `${numbers.join(' ')}\n`;
  }
  return { instance: 1, seed: header.seed, evals, best: { ...best, x: [] } };
}

/**
 * The worst value of each objective at the highest fidelity; undefined for a run that has no evaluation there.
 */
export async function worstOf({ file, header }: LoggedRun, benchmark: StudyBenchmark): Promise<number[] | undefined> {
  const { highest } = createFidelitySpace(benchmark.fidelities);
  let worst: number[] | undefined;
  for await (const evaluation of evaluationsOf(file, benchmark.fidelities)) {
    if (!isFull(evaluation, highest)) continue;
    const values = header.objectives.map((name) => evaluation.observed?.metrics?.[name] ?? NaN);
    worst = worst === undefined ? values : worseOf(worst, values, header.objectives, benchmark);
  }
  return worst;
}

/** The worse of two values for each objective. */
export function worseOf(
  a: readonly number[],
  b: readonly number[],
  objectives: readonly string[],
  benchmark: StudyBenchmark,
): number[] {
  return objectives.map((name, at) => {
    const sign = signOf(benchmark, name);
    return sign * Math.max(sign * (a[at] ?? NaN), sign * (b[at] ?? NaN));
  });
}

function signOf({ metrics }: StudyBenchmark, objective: string | undefined): 1 | -1 {
  return metrics[objective ?? '']?.direction === 'maximize' ? -1 : 1;
}
