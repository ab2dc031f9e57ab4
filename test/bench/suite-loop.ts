import type { RunLog } from '../../src/log/log.js';
import type { Evaluator, Task } from '../../src/runner/evaluator.js';

/** What the suite evaluates with. */
export interface SuiteSide {
  readonly evaluator: Evaluator;
  readonly log: RunLog;
  /** As a run has one: it interrupts the evaluations. */
  readonly signal: AbortSignal;
}

/**
 * Evaluates as a study does: a record, the call with its checks and its deadline, a record.
 * @returns milliseconds that each evaluation took
 */
export async function suiteLoop(side: SuiteSide, tasks: readonly Task[], inFlight: number): Promise<Float64Array> {
  const took = new Float64Array(tasks.length);
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < tasks.length) {
      const evaluation = next++;
      const began = performance.now();
      await evaluate(side, tasks[evaluation] as Task, evaluation);
      took[evaluation] = performance.now() - began;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, work));
  return took;
}

async function evaluate({ evaluator, log, signal }: SuiteSide, task: Task, evaluation: number): Promise<void> {
  const { configuration, fidelity, seed } = task;
  const trial = evaluation;
  log.append({ record: 'suggested', evaluation, at: 0, worker: 0, trial, fidelity, configuration, seed });
  const outcome = await evaluator.evaluate(task, signal);
  if (outcome.status !== 'completed') throw new Error(`an evaluation ${outcome.status}: ${outcome.message}`);
  const { status, cost, metrics } = outcome;
  log.append({ record: 'observed', evaluation, at: cost, status, cost, metrics });
}
