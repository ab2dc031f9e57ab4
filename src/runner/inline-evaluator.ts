import { infrastructureError } from '../core/errors.js';
import { onStall } from '../core/stall.js';
import type { Answer } from '../core/types.js';
import { type Benchmark, type EvaluateOptions, EvaluationError } from '../protocol/benchmark.js';
import type { Evaluator, OnProgress, Task } from './evaluator.js';
import type { Judge } from './outcome.js';

/**
 * Evaluates in the runner's own thread, without a promise where the objective gives none.
 * @param measured whether evaluations take real time, so that it is worth while to tell them of an interruption
 */
export function inlineEvaluator(benchmark: Benchmark, judge: Judge, measured: boolean): Evaluator {
  const failed = (error: unknown, began: number): Answer => {
    if (!(error instanceof EvaluationError)) throw error;
    return judge.failed(error, (performance.now() - began) / 1000);
  };
  const later = async (answer: Promise<Parameters<Judge['completed']>[0]>, began: number): Promise<Answer> => {
    const elapsed = (): number => (performance.now() - began) / 1000;
    const stalled = neverSettled();
    try {
      return judge.completed(await Promise.race([answer, stalled.promise]), elapsed());
    } catch (error) {
      return failed(error, began);
    } finally {
      stalled.forget();
    }
  };
  return {
    evaluate: (task: Task, signal, onProgress) => {
      try {
        const answer = benchmark.evaluate(task, measured ? optionsOf(signal, onProgress) : undefined);
        return answer instanceof Promise ? later(answer, performance.now()) : judge.completed(answer);
      } catch (error) {
        return failed(error, performance.now());
      }
    },
    release: (checkpoints) => benchmark.release?.(checkpoints),
  };
}

/** Rejects when nothing is left that could settle an objective's promise: inline there is no deadline. */
function neverSettled(): { readonly promise: Promise<never>; readonly forget: () => void } {
  let forget = (): void => undefined;
  const promise = new Promise<never>((_, reject) => {
    forget = onStall(() =>
      reject(
        infrastructureError("an objective's promise was never settled, and nothing is left that could settle it", {
          mend: 'The engine inline has no deadline: run it with `engine: process` and a `deadline`, or repair the objective.',
        }),
      ),
    );
  });
  return { promise, forget };
}

function optionsOf(signal?: AbortSignal, onProgress?: OnProgress): EvaluateOptions | undefined {
  if (signal === undefined && onProgress === undefined) return undefined;
  return { ...(signal !== undefined && { signal }), ...(onProgress !== undefined && { onProgress }) };
}
