import { createFidelitySpace, type FidelitySpace } from '../../../fidelity/space.js';
import type { StudyBenchmark } from '../../../log/study.js';
import { evaluationsOf, isFull, type Evaluation } from './evaluations.js';
import type { LoggedRun } from './runs.js';

/** A run as IOHprofiler's JSON has it. */
export interface IohRun {
  readonly instance: number;
  readonly seed: number;
  readonly evals: number;
  readonly best: { readonly evals: number; readonly y: number; readonly x: readonly number[] };
}

/**
 * The rows of a run, and at the end what it came to.
 * @returns the best value of the first objective, at the evaluation that came to it first.
 */
export async function* iohRows({ file, header }: LoggedRun, benchmark: StudyBenchmark): AsyncGenerator<string, IohRun> {
  const fidelities = createFidelitySpace(benchmark.fidelities);
  const signs = header.objectives.map((name) => (benchmark.metrics[name]?.direction === 'maximize' ? -1 : 1));
  const spend = spending(fidelities, header.accounting === 'resume');
  const sign = signs[0] ?? 1;
  let evals = 0;
  let best = { evals: 0, y: Infinity * sign };
  for await (const evaluation of evaluationsOf(file, benchmark.fidelities)) {
    const { observed, fidelity } = evaluation;
    if (observed === undefined) continue;
    evals++;
    const full = isFull(evaluation, fidelities.highest);
    const values = header.objectives.map((name, at) =>
      full ? (observed.metrics?.[name] ?? NaN) : Infinity * (signs[at] ?? 1),
    );
    const [y = NaN] = values;
    if (sign * y < sign * best.y) best = { evals, y };
    const texts = [evals, ...values, observed.at, spend(evaluation), fidelities.relativeCost(fidelity)].map(numberText);
    yield `${texts.join(' ')}\n`;
  }
  return { instance: 1, seed: header.seed, evals, best: { ...best, x: [] } };
}

/** Whether a run has an evaluation at the highest fidelity. */
export async function hasFull({ file }: LoggedRun, benchmark: StudyBenchmark): Promise<boolean> {
  const fidelities = createFidelitySpace(benchmark.fidelities);
  for await (const evaluation of evaluationsOf(file, benchmark.fidelities))
    if (isFull(evaluation, fidelities.highest)) return true;
  return false;
}

/** What was spent until the end of an evaluation, as the runner counts full evaluations: a continued one is the difference. */
function spending(fidelities: FidelitySpace, resume: boolean): (evaluation: Evaluation) => number {
  const costs: number[] = [];
  let spent = 0;
  return ({ asked, fidelity }) => {
    const cost = fidelities.relativeCost(fidelity);
    costs[asked.evaluation] = cost;
    const before = resume && asked.continues !== undefined ? (costs[asked.continues] ?? 0) : 0;
    spent += Math.max(0, cost - before);
    return spent;
  };
}

/** As C and R and Python write them. */
function numberText(value: number): string {
  return Number.isFinite(value) ? String(value) : Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
}
