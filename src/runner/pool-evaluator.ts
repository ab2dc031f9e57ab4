import { infrastructureError } from '../core/errors.js';
import type { Answer, Failed } from '../core/types.js';
import { EvaluationError, InvalidResult } from '../protocol/benchmark.js';
import { timedOut } from './charge.js';
import { createDeadline, type Deadline } from './deadline.js';
import type { Evaluator, OnProgress, Task } from './evaluator.js';
import { explainLoss, startCall } from './guest-call.js';
import type { Judge } from './outcome.js';
import type { GuestKind, Lease, LendRequest, Pool } from './pool.js';
import type { Witness } from './witness.js';

export interface PoolEvaluatorOptions {
  readonly run: string;
  readonly pool: Pool;
  readonly kind: GuestKind;
  readonly judge: Judge;
  /** Real seconds that a call may take. On a recorded clock it guards against a hung guest only, and never decides an outcome. */
  readonly deadline: number;
  readonly clock: 'virtual' | 'real';
  /** How often an evaluation is tried again after an infrastructure failure. */
  readonly retries: number;
  /** Of the kind of guests and its instance. */
  readonly witness: Witness;
  /** Told how each guest was lost, in words that differ between engines. */
  readonly onLoss?: (words: string) => void;
}

/**
 * Evaluates in the guests of a pool. What the benchmark does wrong comes back as an outcome; a guest that hangs, exits or talks
 * rubbish is replaced and the evaluation tried again, alone in its guest so that it is known who broke it. When all tries are used up
 * and an evaluation that is known to work still does, then this one's configuration is what no guest survives, which is an outcome,
 * too.
 * @throws SuiteError infrastructure, from each evaluation, when that is what is at fault
 */
export function poolEvaluator(given: PoolEvaluatorOptions): Evaluator {
  const options = { ...given, deadline: createDeadline(given.deadline) };
  const { pool, kind } = options;
  const evaluate: Evaluator['evaluate'] = async (asked, signal, onProgress) => {
    let task = asked;
    let alone = false;
    for (let attempt = 0; ;) {
      const request = { kind, run: options.run, alone, signal };
      // Nothing is awaited before the request is on its way.
      const lease = pool.lendAtOnce(request) ?? (await lend(request, options, attempt));
      const wanted: Wanted = { task, signal, onProgress };
      const result = lease === undefined ? undefined : await attemptOn(lease, wanted, options);
      if (result === 'from-scratch') {
        // The checkpoint went with its container: start over, at the full cost, which is what is then measured.
        task = withoutCheckpoint(task);
        continue;
      }
      if (result?.kind === 'outcome') return asAsked(result.outcome, task, asked, options);
      // In company it is not known who broke the guest, so that was no try.
      if (lease === undefined || lease.alone) attempt++;
      alone = true;
      const spent = attempt > options.retries && signal?.aborted !== true;
      if (result !== undefined && spent) return await blamed(result, wanted, options);
    }
  };
  const release = (checkpoints: readonly string[]): void => {
    // Without a guest nobody can remove them: they go with the study, and their place has a bounded size.
    pool.warm(kind)?.then(
      (guest) => guest.benchmark.release?.(checkpoints),
      () => undefined,
    );
  };
  return { evaluate, release };
}

function asAsked(outcome: Answer, task: Task, asked: Task, { witness }: Options): Answer {
  if (outcome.status !== 'completed') return outcome;
  witness.completed(task, outcome.cost);
  return task === asked ? outcome : { ...outcome, restarted: true };
}

/** What becomes of an evaluation that lost all of its guests. */
async function blamed(broken: Broken, { task, signal }: Wanted, options: Options): Promise<Answer> {
  const { deadline, witness } = options;
  if (broken.hung) {
    // How fast this machine is decides what takes too long, so it must not decide an outcome.
    throw infrastructureError(`an evaluation was not answered within ${deadline.seconds} s: ${broken.why}`, {
      mend: 'Run it by hand with `hport evaluate`; a resumed study tries it again.',
    });
  }
  await witness.blame(task, broken.why, (proof) => answers(proof, options, signal));
  return broken.outcome;
}

/** Whether a guest, alone with an evaluation, answers it. */
async function answers(task: Task, options: Options, signal: AbortSignal | undefined): Promise<boolean> {
  const lease = await options.pool.lend({ kind: options.kind, run: options.run, alone: true, signal });
  const { guest } = lease;
  const attempt = await attemptOn(lease, { task, signal, onProgress: undefined }, options);
  if (attempt === 'from-scratch' || attempt.kind === 'broken') return false;
  const { outcome } = attempt;
  if (outcome.status === 'completed' && outcome.checkpoint !== undefined)
    guest.benchmark.release?.([outcome.checkpoint]);
  return outcome.status !== 'timed-out';
}

function withoutCheckpoint({ instance, configuration, fidelity, seed, keep }: Task): Task {
  const task = { instance, configuration, fidelity, seed };
  return keep === undefined ? task : { ...task, keep };
}

/** A guest; undefined when none could be started and there are tries left. */
async function lend(request: LendRequest, { pool, retries }: Options, attempt: number): Promise<Lease | undefined> {
  try {
    return await pool.lend(request);
  } catch (error) {
    if (attempt >= retries || request.signal?.aborted === true) throw error;
    return undefined;
  }
}

type Attempt = { readonly kind: 'outcome'; readonly outcome: Answer } | Broken | 'from-scratch';

/** The guest was lost. */
interface Broken {
  readonly kind: 'broken';
  /** What comes of it if that was the last try, and the evaluation's own doing. */
  readonly outcome: Failed;
  /** In words. */
  readonly why: string;
  /** It did not end, and did not answer. */
  readonly hung: boolean;
}

interface Options extends Omit<PoolEvaluatorOptions, 'deadline'> {
  readonly deadline: Deadline;
}

interface Wanted {
  readonly task: Task;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: OnProgress | undefined;
}

async function attemptOn(lease: Lease, wanted: Wanted, options: Options): Promise<Attempt> {
  const { task, signal, onProgress } = wanted;
  const { judge, deadline, clock } = options;
  const began = performance.now();
  const call = startCall({ guest: lease.guest, params: task, deadline, signal, onProgress });
  // Until the bytes of the answer were read: what comes after is the runner's own time.
  const elapsed = (): number => ((call.arrivedAt() ?? performance.now()) - began) / 1000;
  try {
    const result = await call.answer;
    const late = clock === 'real' && Math.min(result.cost, elapsed()) > deadline.seconds;
    const outcome = late ? overdue(deadline, elapsed(), result.cost) : judge.completed(result, elapsed());
    return { kind: 'outcome', outcome: stamped(outcome, call.arrivedAt()) };
  } catch (error) {
    if (call.expired() && clock === 'real') {
      const outcome = overdue(deadline, elapsed(), error instanceof EvaluationError ? error.cost : undefined);
      if (!(error instanceof EvaluationError)) await lease.discard();
      return { kind: 'outcome', outcome };
    }
    if (error instanceof EvaluationError && !call.expired()) {
      if (error.code === 'checkpoint-missing' && task.checkpoint !== undefined) return 'from-scratch';
      return { kind: 'outcome', outcome: judge.failed(error, elapsed()) };
    }
    if (error instanceof InvalidResult) {
      const outcome = judge.invalid(error, elapsed());
      // Our own guests judge what they answer, so this one has lost its head; the others that it works for find out themselves.
      if (lease.alone) await lease.discard();
      return { kind: 'outcome', outcome };
    }
    const loss = await lost(lease, error, judge, elapsed());
    if (loss.kind === 'outcome' || signal?.aborted === true) return loss;
    options.onLoss?.(loss.why);
    return { ...loss, hung: call.expired() };
  } finally {
    call.end();
    lease.release();
  }
}

/** The guest's own word on its seconds counts between the deadline and what the runner measured. */
function overdue({ seconds }: Deadline, elapsed: number, cost = elapsed): Failed {
  return timedOut(Math.max(seconds, Math.min(elapsed, cost)), seconds);
}

function stamped(outcome: Answer, arrivedAt: number | undefined): Answer {
  return arrivedAt === undefined ? outcome : { ...outcome, arrivedAt };
}

/** The guest is gone, or of no more use. */
async function lost(lease: Lease, error: unknown, judge: Judge, elapsed: number): Promise<Exclude<Attempt, string>> {
  const exit = await lease.discard();
  const why = explainLoss(error, exit);
  const broken = { kind: 'broken', why, hung: false } as const;
  if (exit?.outOfMemory !== true) return { ...broken, outcome: judge.lost(elapsed) };
  // Its memory limit ended the guest: the evaluation's own doing, if it was alone in there.
  const outcome = judge.failed(memoryLimit(), elapsed);
  return lease.alone ? { kind: 'outcome', outcome } : { ...broken, outcome };
}

export function memoryLimit(): EvaluationError {
  return new EvaluationError('out-of-memory', 'the limit on memory ended the worker');
}
