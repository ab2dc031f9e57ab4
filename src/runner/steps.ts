import { bug } from '../core/errors.js';
import type { Answer, Fidelity, Outcome } from '../core/types.js';
import type { RunLog } from '../log/log.js';
import type { EndReason, Observed } from '../log/records.js';
import type { Ask, Optimizer } from '../optimizers/optimizer.js';
import type { Arrival, Charged, Clock, Pending } from './clocks/clock.js';
import type { Evaluator, Task } from './evaluator.js';
import { begin, finish, free, release, type RunState, suggestedRecord, underWay } from './run-state.js';
import type { Stopwatch } from './stopwatch.js';
import { fidelityAt, nextLevel, outcomeAsDecided, outOfBudget } from './watch.js';
import { watchLive } from './watch-live.js';

/** What the steps of a live run work with. */
export interface Loop {
  readonly optimizer: Optimizer;
  readonly state: RunState;
  readonly clock: Clock;
  readonly evaluator: Evaluator;
  readonly charge: (pending: Pending, outcome: Answer) => Charged;
  /** Absent: nothing is kept (benchmarks of the loop itself). */
  readonly log: RunLog | undefined;
  /** Real time inside the optimizer and inside the benchmark. */
  readonly thinking: Stopwatch;
  readonly working: Stopwatch;
  /** Answers that have not come yet. */
  readonly answers: Set<Promise<unknown>>;
  /** Ends the evaluations under way. */
  readonly interrupted: AbortSignal;
  /** By evaluation, how to end those that are watched on a real clock. */
  readonly stops: Map<number, AbortController>;
}

export type Filled = 'suggested' | 'wait' | EndReason;

/** Asks for one suggestion and starts its evaluation, or says why not. */
export function fill(loop: Loop): Filled | Promise<Filled> {
  const { state, optimizer, thinking } = loop;
  const now = loop.clock.now();
  const exhausted = state.meter.exhausted(now);
  if (exhausted !== undefined) return exhausted;
  const mark = thinking.start();
  const asked = optimizer.ask({ spent: state.meter.spent(now), free: free(state) });
  if (asked instanceof Promise) {
    // An answer that comes after the interruption is too late: it is asked for again by whoever resumes the run.
    return asked.then((ask) => (loop.interrupted.aborted ? 'wait' : enter(loop, ask, now, thinking.stop(mark))));
  }
  return enter(loop, asked, now, thinking.stop(mark));
}

function enter(loop: Loop, ask: Ask, now: number, seconds: number): Filled {
  const { state, log } = loop;
  if (ask.kind === 'done') return 'done';
  if (ask.kind === 'wait') {
    if (state.outstanding === 0) throw bug(`${state.run.optimizer} waits with nothing outstanding`);
    return 'wait';
  }
  const policy = state.rules.overhead;
  const overhead = policy === 'zero' ? 0 : policy === 'measured' ? seconds : policy.fixed;
  const fresh = ask.suggestion.trial === state.trials;
  const pending = begin(state, ask.suggestion, now, overhead);
  if (pending === undefined) return 'fullEvaluations';
  log?.append(suggestedRecord(pending, fresh, overhead));
  dispatch(loop, pending);
  return 'suggested';
}

/**
 * Starts an evaluation that has been entered (and logged), or lets it go on after a report. On the virtual clock it is evaluated
 * up to the next level at which it is watched: a recorded evaluation that comes past a level is the one at that level, with its
 * metrics and its cost, and what the optimizer stops is never evaluated further. On the real clock the benchmark reports.
 */
export function dispatch(loop: Loop, pending: Pending): void {
  const { working, charge, clock, answers, state } = loop;
  const real = clock.kind === 'real';
  const level = real ? undefined : nextLevel(pending);
  const watch = real && pending.suggestion.watch !== undefined ? watchLive(loop, pending) : undefined;
  const mark = working.start();
  const task = taskOf(state, pending, fidelityAt(state, pending, level));
  const answer = loop.evaluator.evaluate(task, watch?.signal ?? loop.interrupted, watch?.onProgress);
  if (!(answer instanceof Promise)) {
    working.stop(mark);
    watch?.end();
    clock.expect(pending, charge(pending, answer), level);
    return;
  }
  const told = watch === undefined ? answer : answer.catch(watch.onError);
  const charged = told.then((outcome) => {
    working.stop(mark);
    return charge(pending, outcome);
  });
  answers.add(charged);
  const forget = (): void => {
    answers.delete(charged);
    watch?.end();
  };
  charged.then(forget, forget);
  clock.expect(pending, charged, level);
}

/** A recorded cost is from scratch, so only a measured clock really continues from a checkpoint. */
function taskOf(state: RunState, pending: Pending, fidelity: Fidelity): Task {
  const { configuration } = pending.suggestion;
  const task = { instance: state.run.instance, configuration, fidelity, seed: pending.seed };
  if (state.rules.clock === 'virtual' || !state.continuing) return task;
  const checkpoint = pending.continued?.checkpoint;
  return checkpoint === undefined ? { ...task, keep: true } : { ...task, keep: true, checkpoint };
}

/** Logs an evaluation that has ended, and tells the optimizer, unless the end of the budget ended it: it will not be asked. */
export function take(loop: Loop, arrival: Arrival): void | Promise<void> {
  const { state, optimizer, thinking } = loop;
  const { pending, at, restartCost } = arrival;
  const outcome = pending.suggestion.watch === undefined ? arrival.outcome : decided(loop, arrival);
  loop.log?.append(observedRecord(pending.evaluation, at, outcome, restartCost));
  const observation = finish(state, pending, outcome, at, restartCost);
  if (pending.heard?.verdict === 'cut') return;
  const mark = thinking.start();
  const gone = optimizer.tell(observation);
  if (gone instanceof Promise) {
    return gone.then((trials) => {
      thinking.stop(mark);
      letGo(loop, trials);
    });
  }
  thinking.stop(mark);
  letGo(loop, gone);
}

/** The outcome of a watched evaluation. A checkpoint that it left before it heard of its end is of no use to anybody. */
function decided(loop: Loop, arrival: Arrival): Outcome {
  loop.stops.delete(arrival.pending.evaluation);
  const outcome = outcomeAsDecided(loop.state, arrival);
  const left = arrival.outcome.status === 'completed' ? arrival.outcome.checkpoint : undefined;
  if (left !== undefined && outcome.status !== 'completed') loop.evaluator.release([left]);
  return outcome;
}

function letGo(loop: Loop, trials: readonly number[]): void {
  const checkpoints = release(loop.state, trials);
  if (checkpoints.length > 0) loop.evaluator.release(checkpoints);
}

/** The run's time is up: what is under way is cancelled at its cost so far. The optimizer is not told: it will not be asked. */
export function cut(loop: Loop, at: number): void {
  for (const pending of underWay(loop.state)) {
    const outcome = outOfBudget(Math.max(0, at - pending.start));
    loop.log?.append(observedRecord(pending.evaluation, at, outcome));
    finish(loop.state, pending, outcome, at);
  }
}

function observedRecord(evaluation: number, at: number, outcome: Outcome, restartCost?: number): Observed {
  const { status, cost } = outcome;
  const scratch = restartCost === undefined ? undefined : { restartCost };
  if (outcome.status === 'stopped') {
    const { level, metrics } = outcome;
    return { record: 'observed', evaluation, at, status, cost, level, metrics, ...scratch };
  }
  if (outcome.status !== 'completed') {
    const { code, message } = outcome;
    return { record: 'observed', evaluation, at, status, cost, code, message, ...scratch };
  }
  const { metrics, curve, checkpoint } = outcome;
  const completed = { record: 'observed', evaluation, at, status, cost, metrics } as const;
  // Nearly always there is nothing more to say.
  if (restartCost === undefined && curve === undefined && checkpoint === undefined) return completed;
  return {
    ...completed,
    ...scratch,
    ...(curve === undefined ? undefined : { curve }),
    ...(checkpoint === undefined ? undefined : { checkpoint }),
  };
}
