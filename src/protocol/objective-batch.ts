import { performance } from 'node:perf_hooks';
import { SuiteError } from '../core/errors.js';
import {
  EvaluationError,
  type Benchmark,
  type EvaluateAnswer,
  type EvaluateOptions,
  type EvaluateParams,
  type Objective,
  type ObjectiveAnswer,
} from './benchmark.js';
import { isCancelled } from './lazy-cancel.js';
import type { Prepared } from './prepared.js';

type EvaluateBatch = NonNullable<Benchmark['evaluateBatch']>;

/** The parts of an objective's benchmark that its batches are made of. */
export interface BatchParts {
  readonly objective: Objective;
  readonly prepare: (instance: string) => Prepared;
  readonly trusted: boolean;
  readonly evaluate: Benchmark['evaluate'];
}

/** `evaluateBatch` around an objective that has one; undefined for one that has not. */
export function objectiveBatch(parts: BatchParts): EvaluateBatch | undefined {
  if (parts.objective.evaluateBatch === undefined) return undefined;
  return async (batch, options) => {
    const answers = new Array<EvaluateAnswer>(batch.length);
    const together: number[] = [];
    for (const [at, params] of batch.entries()) {
      if (isPlain(params)) {
        const refusal = refusalOf(parts, params, options);
        if (refusal === undefined) together.push(at);
        else answers[at] = refusal;
      } else answers[at] = await alone(parts, params, options);
    }
    const inTurn = together.map((at) => batch[at] as EvaluateParams);
    const found = inTurn.length === 0 ? [] : await allTogether(parts, inTurn, options);
    for (const [turn, at] of together.entries()) answers[at] = found[turn] as EvaluateAnswer;
    return answers;
  };
}

/** Neither checkpoints nor progress, which an objective's `evaluateBatch` knows nothing of. */
export function isPlain({ keep, checkpoint, progress }: EvaluateParams): boolean {
  return keep !== true && checkpoint === undefined && progress !== true;
}

function refusalOf(
  { prepare, trusted }: BatchParts,
  params: EvaluateParams,
  options: EvaluateOptions | undefined,
): EvaluationError | undefined {
  try {
    if (isCancelled(options)) throw new EvaluationError('cancelled', 'cancelled before the start');
    const prepared = prepare(params.instance);
    if (!trusted) prepared.check(params);
    return undefined;
  } catch (error) {
    return expected(error);
  }
}

/** When the objective fails on the whole, one evaluation at a time shows whose fault it is. */
async function allTogether(
  parts: BatchParts,
  batch: readonly EvaluateParams[],
  options: EvaluateOptions | undefined,
): Promise<readonly EvaluateAnswer[]> {
  const start = performance.now();
  const results = await attempt(parts.objective, batch);
  const seconds = Math.max((performance.now() - start) / 1000, 1e-9) / batch.length;
  const answers: EvaluateAnswer[] = [];
  for (const [at, params] of batch.entries()) {
    const result = results?.[at];
    answers.push(
      result === undefined
        ? await alone(parts, params, options)
        : judged(parts.prepare(params.instance), result, seconds, options),
    );
  }
  return answers;
}

async function attempt(
  objective: Objective,
  batch: readonly EvaluateParams[],
): Promise<readonly ObjectiveAnswer[] | undefined> {
  try {
    const results = await objective.evaluateBatch?.(batch);
    if (Array.isArray(results) && results.length === batch.length) return results as readonly ObjectiveAnswer[];
    process.stderr.write(`evaluateBatch did not return ${batch.length} results: evaluating one at a time\n`);
  } catch (error) {
    if (error instanceof SuiteError) throw error;
    process.stderr.write(`evaluateBatch failed, evaluating one at a time: ${String(error)}\n`);
  }
  return undefined;
}

function judged(
  { judge }: Prepared,
  result: ObjectiveAnswer,
  seconds: number,
  options: EvaluateOptions | undefined,
): EvaluateAnswer {
  try {
    if (result instanceof Error) throw judge.failure(result, seconds);
    const answer = judge.result(result, seconds);
    return isCancelled(options) ? new EvaluationError('cancelled', 'cancelled', answer.cost) : answer;
  } catch (error) {
    return expected(error);
  }
}

async function alone(
  { evaluate }: BatchParts,
  params: EvaluateParams,
  options: EvaluateOptions | undefined,
): Promise<EvaluateAnswer> {
  try {
    return await evaluate(params, options);
  } catch (error) {
    return expected(error);
  }
}

function expected(error: unknown): EvaluationError {
  if (error instanceof EvaluationError) return error;
  throw error;
}
