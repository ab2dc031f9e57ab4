import { performance } from 'node:perf_hooks';
import { SuiteError } from '../core/errors.js';
import {
  EvaluationError,
  type Benchmark,
  type EvaluateOptions,
  type EvaluateParams,
  type EvaluateResult,
  type Objective,
  type ObjectiveContext,
  type ObjectiveResult,
} from './benchmark.js';
import { createCheckpoints, type Checkpoints } from './checkpoints.js';
import type { Descriptor } from './descriptor.js';
import { isCancelled } from './lazy-cancel.js';
import { objectiveBatch } from './objective-batch.js';
import type { Judge } from './objective-result.js';
import { createInstances, type Prepared } from './prepared.js';

export interface ObjectiveBenchmarkOptions {
  /** A folder for checkpoints; without it none are kept. */
  readonly checkpoints?: string;
  /** The folder of the family's data. */
  readonly data?: string;
  /** The caller has checked configurations and fidelities already. */
  readonly trusted?: boolean;
}

/**
 * A contributor's objective as a benchmark: instances, checks, cost and checkpoints around it. Answers without a promise
 * whenever the objective does, and then throws EvaluationErrors instead of rejecting with them.
 */
export function objectiveBenchmark(
  objective: Objective,
  descriptors: Readonly<Record<string, Descriptor>>,
  options: ObjectiveBenchmarkOptions = {},
): Benchmark {
  const prepare = createInstances(descriptors, options.data);
  const checkpoints = options.checkpoints === undefined ? undefined : createCheckpoints(options.checkpoints);
  const trusted = options.trusted === true;
  const evaluate: Benchmark['evaluate'] = (params, asked) => {
    const prepared = prepare(params.instance);
    if (!trusted) prepared.check(params);
    if (asked === undefined && params.keep !== true && params.checkpoint === undefined) {
      return run(objective, prepared, params, prepared.context);
    }
    return runWatched(objective, prepared, checkpoints, params, asked ?? {});
  };
  const evaluateBatch = objectiveBatch({ objective, prepare, trusted, evaluate });
  return {
    describe: (instance) => prepare(instance).descriptor,
    evaluate,
    ...(evaluateBatch === undefined ? {} : { evaluateBatch }),
    release: (tokens) => checkpoints?.remove(tokens),
  };
}

function run(
  objective: Objective,
  { judge, measured }: Prepared,
  { configuration, fidelity, seed, instance }: EvaluateParams,
  context: ObjectiveContext,
): EvaluateResult | Promise<EvaluateResult> {
  const start = measured ? performance.now() : undefined;
  let answer: ObjectiveResult | Promise<ObjectiveResult>;
  try {
    answer = objective.evaluate(configuration, fidelity, seed, instance, context);
  } catch (error) {
    throw failureOf(judge, error, start);
  }
  if (!isPromise(answer)) return judge.result(answer, secondsSince(start));
  return answer.then(
    (result) => judge.result(result, secondsSince(start)),
    (error: unknown) => {
      throw failureOf(judge, error, start);
    },
  );
}

/** What a family's files or its manifest have wrong is nothing that an optimizer should learn from. */
function failureOf(judge: Judge, error: unknown, start: number | undefined): EvaluationError | SuiteError {
  return error instanceof SuiteError ? error : judge.failure(error, secondsSince(start));
}

/** An evaluation that has a signal, a listener or checkpoints. */
function runWatched(
  objective: Objective,
  prepared: Prepared,
  checkpoints: Checkpoints | undefined,
  params: EvaluateParams,
  options: EvaluateOptions,
): EvaluateResult | Promise<EvaluateResult> {
  if (isCancelled(options)) throw new EvaluationError('cancelled', 'cancelled before the start');
  const continueFrom = params.checkpoint === undefined ? undefined : find(prepared, checkpoints, params.checkpoint);
  const kept = params.keep === true && prepared.continues ? checkpoints?.fresh() : undefined;
  const succeed = (result: EvaluateResult): EvaluateResult => {
    if (isCancelled(options)) throw new EvaluationError('cancelled', 'cancelled', result.cost);
    return kept !== undefined && checkpoints?.keep(kept.token) === true
      ? { ...result, checkpoint: kept.token }
      : result;
  };
  const fail = (error: unknown): unknown => {
    if (kept !== undefined) checkpoints?.remove([kept.token]);
    if (!(error instanceof EvaluationError) || error.code === 'cancelled' || !isCancelled(options)) return error;
    return new EvaluationError('cancelled', `cancelled (${error.message})`, error.cost);
  };
  try {
    const answer = run(objective, prepared, params, contextOf(prepared, options, continueFrom, kept?.folder));
    if (!isPromise(answer)) return succeed(answer);
    return answer.then(succeed).catch((error: unknown) => {
      throw fail(error) as Error;
    });
  } catch (error) {
    throw fail(error) as Error;
  }
}

function find({ continues }: Prepared, checkpoints: Checkpoints | undefined, token: string): string {
  const folder = continues ? checkpoints?.find(token) : undefined;
  if (folder === undefined) throw new EvaluationError('checkpoint-missing', `there is no checkpoint "${token}"`);
  return folder;
}

function contextOf(
  { context }: Prepared,
  options: EvaluateOptions,
  continueFrom: string | undefined,
  keepIn: string | undefined,
): ObjectiveContext {
  const watched: { -readonly [Key in keyof ObjectiveContext]: ObjectiveContext[Key] } = new WatchedContext(
    context,
    options,
  );
  if (continueFrom !== undefined) watched.continueFrom = continueFrom;
  if (keepIn !== undefined) watched.keepIn = keepIn;
  return watched;
}

/** A class, for the reason that `lazyCancel` has: the signal is made when it is looked at. */
class WatchedContext implements ObjectiveContext {
  readonly descriptor: Descriptor;
  readonly report: ObjectiveContext['report'];
  readonly wantsProgress: boolean;
  readonly #context: ObjectiveContext;
  readonly #options: EvaluateOptions;

  constructor(context: ObjectiveContext, options: EvaluateOptions) {
    this.descriptor = context.descriptor;
    this.report = (level, metrics) => options.onProgress?.({ level, metrics });
    this.wantsProgress = options.onProgress !== undefined;
    this.#context = context;
    this.#options = options;
  }

  get signal(): AbortSignal {
    return this.#options.signal ?? this.#context.signal;
  }

  get data(): ObjectiveContext['data'] {
    return this.#context.data;
  }
}

function isPromise<T>(value: T | Promise<T>): value is Promise<T> {
  return value instanceof Promise;
}

/** Seconds by a monotonic clock; above 0 even for what is faster than its tick. Nobody looks at them on a recorded clock. */
function secondsSince(start: number | undefined): number {
  return start === undefined ? 0 : Math.max((performance.now() - start) / 1000, 1e-9);
}
