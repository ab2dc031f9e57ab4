import { setTimeout as sleep } from 'node:timers/promises';
import { infrastructureError, SuiteError, userError } from '../../core/errors.js';
import {
  EvaluationError,
  InvalidResult,
  type Benchmark,
  type EvaluateAnswer,
  type EvaluateOptions,
  type EvaluateParams,
  type EvaluateResult,
} from '../../protocol/benchmark.js';
import type { Guest, GuestExit } from '../engines/engine.js';

/** One question to a guest, and what came of it. */
export interface Attempt {
  readonly params: EvaluateParams;
  readonly answer: EvaluateAnswer;
  /** Real seconds. */
  readonly seconds: number;
}

/** A guest that is asked. */
export interface Respondent {
  readonly benchmark: Benchmark;
  /** @throws SuiteError when the guest is lost or does not answer; whatever else is wrong is the answer. */
  ask(params: EvaluateParams, options?: EvaluateOptions): Promise<Attempt>;
  /** As `ask`, for what has to succeed. @throws SuiteError that names the evaluation and why it failed */
  result(params: EvaluateParams, options?: EvaluateOptions): Promise<EvaluateResult>;
  /** Waits no longer than a guest may take. @throws SuiteError when it does; the signal's reason when that aborts */
  patiently<T>(answer: T | Promise<T>, what: string): Promise<T>;
  stop(): Promise<void>;
}

/** Longest wait for one answer; checks only ask for cheap evaluations. */
const PATIENCE_SECONDS = 120;

export function createRespondent(guest: Guest, signal: AbortSignal | undefined): Respondent {
  const { benchmark } = guest;
  const patiently: Respondent['patiently'] = async (answer, what) => {
    try {
      return await within(Promise.resolve(answer), what, signal);
    } catch (error) {
      throw error instanceof SuiteError && error.code === 'infrastructure' ? await explained(error, guest) : error;
    }
  };
  const ask: Respondent['ask'] = async (params, options) => {
    const began = performance.now();
    const attempt = (answer: EvaluateAnswer): Attempt => ({
      params,
      answer,
      seconds: (performance.now() - began) / 1000,
    });
    try {
      // In an async function, since a benchmark inside the runner throws what others reject with.
      const answer = (async () => await benchmark.evaluate(params, options))();
      return attempt(await patiently(answer, `the evaluation of ${shownParams(params)}`));
    } catch (error) {
      if (isFailure(error)) return attempt(error);
      throw error;
    }
  };
  return {
    benchmark,
    ask,
    result: async (params, options) => resultOf(await ask(params, options)),
    patiently,
    stop: async () => {
      await guest.stop();
    },
  };
}

/** @throws SuiteError that names the evaluation and why it failed */
export function resultOf({ params, answer }: Attempt): EvaluateResult {
  if (!isFailure(answer)) return answer;
  throw userError(`the evaluation of ${shownParams(params)} failed with ${answer.code}: ${answer.message}`);
}

export function isFailure(answer: unknown): answer is EvaluationError | InvalidResult {
  return answer instanceof EvaluationError || answer instanceof InvalidResult;
}

/** An evaluation in words, of bounded length. */
export function shownParams({ instance, configuration, fidelity, seed }: EvaluateParams): string {
  const text = JSON.stringify(configuration);
  const cut = text.length > 200 ? `${text.slice(0, 197)}...` : text;
  return `${instance} ${cut} at ${JSON.stringify(fidelity)}, seed ${seed}`;
}

async function within<T>(answer: Promise<T>, what: string, signal: AbortSignal | undefined): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  let abort: (() => void) | undefined;
  const refusal = new Promise<never>((_, reject) => {
    const late = infrastructureError(`${what} has no answer after ${PATIENCE_SECONDS} s`);
    timer = setTimeout(() => reject(late), PATIENCE_SECONDS * 1000);
    abort = () => reject(signal?.reason as Error);
    signal?.addEventListener('abort', abort);
  });
  try {
    signal?.throwIfAborted();
    return await Promise.race([answer, refusal]);
  } finally {
    clearTimeout(timer);
    if (abort !== undefined) signal?.removeEventListener('abort', abort);
  }
}

/** Adds how the guest ended, if that is why. */
async function explained(error: SuiteError, guest: Guest): Promise<SuiteError> {
  const exit: GuestExit | undefined = await Promise.race([guest.gone, sleep(500, undefined, { ref: false })]);
  if (exit === undefined) return error;
  const log = exit.log.trimEnd().split('\n').slice(-5).join('\n  ');
  return infrastructureError(`${error.message}: the guest ${exit.how}${log === '' ? '' : `\n  ${log}`}`, {
    cause: error,
  });
}
