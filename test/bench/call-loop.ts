import type { Task } from '../../src/runner/evaluator.js';

/** One evaluation, in whatever way; it rejects when it has failed. */
export type Call = (task: Task, evaluation: number) => Promise<unknown>;

/**
 * Calls until all tasks are done, so many at a time.
 * @returns milliseconds that each call took
 */
export async function callLoop(call: Call, tasks: readonly Task[], inFlight: number): Promise<Float64Array> {
  const took = new Float64Array(tasks.length);
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < tasks.length) {
      const evaluation = next++;
      const began = performance.now();
      await call(tasks[evaluation] as Task, evaluation);
      took[evaluation] = performance.now() - began;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, work));
  return took;
}
