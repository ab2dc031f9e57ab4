import { infrastructureError, messageOf } from '../core/errors.js';
import type { Failed, Outcome } from '../core/types.js';
import { EvaluationError, InvalidResult } from '../protocol/benchmark.js';
import { timedOut } from './charge.js';
import type { GuestExit } from './engines/engine.js';
import type { Evaluator, Task } from './evaluator.js';
import type { Judge } from './outcome.js';
import type { Lease, Pool } from './pool.js';

export interface PoolEvaluatorOptions {
  readonly run: string;
  readonly pool: Pool;
  readonly judge: Judge;
  /** Real seconds that a call may take. On a recorded clock it guards against a hung guest only, and never decides an outcome. */
  readonly deadline: number;
  readonly clock: 'virtual' | 'real';
  /** How often an evaluation is tried again after an infrastructure failure. */
  readonly retries: number;
}

/** How long a guest may take to answer a cancelled call before it is ended. */
const GRACE_MS = 1000;

/**
 * Evaluates in the guests of a pool. What the benchmark does wrong comes back as an outcome; a guest that hangs, exits or talks
 * rubbish is replaced and the evaluation tried again, alone in its guest so that it is known who broke it.
 */
export function poolEvaluator(options: PoolEvaluatorOptions): Evaluator {
  const holders = new Map<string, Lease['guest']>();
  const evaluate = async (asked: Task, signal?: AbortSignal): Promise<Outcome> => {
    let task = asked;
    for (let attempt = 0; ; attempt++) {
      const lease = await lend(options, attempt, signal);
      if (lease === undefined) continue;
      const attempted = await attemptOn(lease, task, options, signal).finally(() => lease.release());
      if (attempted.kind === 'outcome') {
        const { outcome } = attempted;
        if (outcome.status === 'completed' && outcome.checkpoint !== undefined)
          holders.set(outcome.checkpoint, lease.guest);
        return outcome;
      }
      if (attempted.kind === 'from-scratch') {
        // The checkpoint went with its container: start over, at the full cost, which is what is then measured.
        const { checkpoint: _gone, ...rest } = task;
        task = rest;
        attempt--;
      } else if (attempt >= options.retries) return attempted.lastWord;
    }
  };
  const release = (checkpoints: readonly string[]): void => {
    for (const checkpoint of checkpoints) {
      holders.get(checkpoint)?.benchmark.release?.([checkpoint]);
      holders.delete(checkpoint);
    }
  };
  return { evaluate, release };
}

/** A guest; undefined when none could be started and there are tries left. */
async function lend(options: PoolEvaluatorOptions, attempt: number, signal?: AbortSignal): Promise<Lease | undefined> {
  try {
    return await options.pool.lend(options.run, attempt > 0, signal);
  } catch (error) {
    if (attempt >= options.retries || signal?.aborted === true) throw error;
    return undefined;
  }
}

type Attempt =
  | { readonly kind: 'outcome'; readonly outcome: Outcome }
  | { readonly kind: 'from-scratch' }
  /** The infrastructure failed; `lastWord` is the outcome if that was the last try. */
  | { readonly kind: 'broken'; readonly lastWord: Failed };

async function attemptOn(
  lease: Lease,
  task: Task,
  options: PoolEvaluatorOptions,
  signal?: AbortSignal,
): Promise<Attempt> {
  const began = performance.now();
  const elapsed = (): number => (performance.now() - began) / 1000;
  const { judge } = options;
  const call = startCall(lease, task, options.deadline, signal);
  try {
    return { kind: 'outcome', outcome: judge.completed(await call.answer) };
  } catch (error) {
    if (call.expired() && options.clock === 'real') {
      if (!(error instanceof EvaluationError)) await lease.discard();
      return { kind: 'outcome', outcome: timedOut(Math.max(options.deadline, elapsed()), options.deadline) };
    }
    if (error instanceof EvaluationError && !call.expired()) {
      if (error.code === 'checkpoint-missing' && task.checkpoint !== undefined) return { kind: 'from-scratch' };
      return { kind: 'outcome', outcome: judge.failed(error, elapsed()) };
    }
    if (error instanceof InvalidResult) return { kind: 'outcome', outcome: judge.invalid(error, elapsed()) };
    const exit = await lease.discard();
    if (exit?.outOfMemory !== true) return { kind: 'broken', lastWord: judge.lost(wordsFor(error, exit), elapsed()) };
    // Its memory limit ended the guest: the evaluation's own doing, if it was alone in there.
    const outcome = judge.failed(
      new EvaluationError('out-of-memory', 'the limit on memory ended the worker'),
      elapsed(),
    );
    return lease.alone ? { kind: 'outcome', outcome } : { kind: 'broken', lastWord: outcome };
  } finally {
    call.end();
  }
}

function wordsFor(error: unknown, exit: GuestExit | undefined): string {
  if (exit === undefined) return messageOf(error);
  return `${messageOf(error)} (${exit.how}${exit.log === '' ? '' : `; it printed: ${exit.log}`})`;
}

interface CallUnderWay {
  readonly answer: Promise<Parameters<Judge['completed']>[0]>;
  expired(): boolean;
  /** Lets go of timers and signals. */
  end(): void;
}

/** Calls with a deadline: when it passes (or the run is interrupted) the call is cancelled, and given up after a grace time. */
function startCall(lease: Lease, task: Task, deadline: number, signal?: AbortSignal): CallUnderWay {
  const cancel = new AbortController();
  let expired = false;
  let grace: NodeJS.Timeout | undefined;
  let giveUp = (_error: Error): void => undefined;
  const cancelNow = (): void => {
    cancel.abort();
    grace = setTimeout(() => giveUp(infrastructureError(`the guest did not answer for ${deadline} s`)), GRACE_MS);
  };
  const timer = setTimeout(
    () => {
      expired = true;
      cancelNow();
    },
    Math.min(2 ** 31 - 1, deadline * 1000),
  );
  signal?.addEventListener('abort', cancelNow);
  const answer = new Promise<Parameters<Judge['completed']>[0]>((resolve, reject) => {
    giveUp = reject;
    Promise.resolve(lease.guest.benchmark.evaluate(task, { signal: cancel.signal })).then(resolve, reject);
  });
  if (signal?.aborted === true) cancelNow();
  const end = (): void => {
    clearTimeout(timer);
    clearTimeout(grace);
    signal?.removeEventListener('abort', cancelNow);
  };
  return { answer, expired: () => expired, end };
}
