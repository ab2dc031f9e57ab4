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
    try {
      return judge.completed(await answer);
    } catch (error) {
      return failed(error, began);
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

function optionsOf(signal?: AbortSignal, onProgress?: OnProgress): EvaluateOptions | undefined {
  if (signal === undefined && onProgress === undefined) return undefined;
  return { ...(signal !== undefined && { signal }), ...(onProgress !== undefined && { onProgress }) };
}
