import { bug } from '../core/errors.js';
import type { Outcome } from '../core/types.js';
import type { RunLog } from '../log/log.js';
import type { EndReason, Observed } from '../log/records.js';
import type { Ask, Optimizer } from '../optimizers/optimizer.js';
import type { Charged, Clock, Finished, Pending } from './clocks/clock.js';
import type { Evaluator, Task } from './evaluator.js';
import { begin, finish, free, release, type RunState, suggestedRecord, underWay } from './run-state.js';
import type { Stopwatch } from './stopwatch.js';

/** What the steps of a live run work with. */
export interface Loop {
  readonly optimizer: Optimizer;
  readonly state: RunState;
  readonly clock: Clock;
  readonly evaluator: Evaluator;
  readonly charge: (pending: Pending, outcome: Outcome) => Charged;
  /** Absent: nothing is kept (benchmarks of the loop itself). */
  readonly log: RunLog | undefined;
  /** Real time inside the optimizer and inside the benchmark. */
  readonly thinking: Stopwatch;
  readonly working: Stopwatch;
  /** Answers that have not come yet. */
  readonly answers: Set<Promise<unknown>>;
  /** Ends the evaluations under way. */
  readonly interrupted: AbortSignal;
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
  if (asked instanceof Promise) return asked.then((ask) => enter(loop, ask, now, thinking.stop(mark)));
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

/** Starts an evaluation that has been entered (and logged). */
export function dispatch(loop: Loop, pending: Pending): void {
  const { working, charge, clock, answers } = loop;
  const mark = working.start();
  const answer = loop.evaluator.evaluate(taskOf(loop.state, pending), loop.interrupted);
  if (!(answer instanceof Promise)) {
    working.stop(mark);
    clock.start(pending, charge(pending, answer));
    return;
  }
  const charged = answer.then((outcome) => {
    working.stop(mark);
    return charge(pending, outcome);
  });
  answers.add(charged);
  const forget = (): void => void answers.delete(charged);
  charged.then(forget, forget);
  clock.start(pending, charged);
}

/** A recorded cost is from scratch, so only a measured clock really continues from a checkpoint. */
function taskOf(state: RunState, pending: Pending): Task {
  const { configuration, fidelity } = pending.suggestion;
  const task = { instance: state.run.instance, configuration, fidelity, seed: pending.seed };
  if (state.rules.clock === 'virtual' || !state.continuing) return task;
  const checkpoint = pending.continued?.checkpoint;
  return checkpoint === undefined ? { ...task, keep: true } : { ...task, keep: true, checkpoint };
}

/** Logs an evaluation that has ended, and tells the optimizer. */
export function take(loop: Loop, finished: Finished): void | Promise<void> {
  const { state, optimizer, thinking } = loop;
  const { pending, outcome, at, restartCost } = finished;
  loop.log?.append(observedRecord(pending.evaluation, at, finished));
  const observation = finish(state, pending, outcome, at, restartCost);
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

function letGo(loop: Loop, trials: readonly number[]): void {
  const checkpoints = release(loop.state, trials);
  if (checkpoints.length > 0) loop.evaluator.release(checkpoints);
}

/** The run's time is up: what is under way is cancelled at its cost so far. The optimizer is not told: it will not be asked. */
export function cut(loop: Loop, at: number): void {
  for (const pending of underWay(loop.state)) {
    const cost = Math.max(0, at - pending.start);
    const message = 'the budget of the run was used up';
    const outcome: Outcome = { status: 'cancelled', cost, code: 'cancelled', message };
    loop.log?.append(observedRecord(pending.evaluation, at, { outcome }));
    finish(loop.state, pending, outcome, at);
  }
}

function observedRecord(evaluation: number, at: number, { outcome, restartCost }: Charged): Observed {
  const { status, cost } = outcome;
  if (outcome.status !== 'completed') {
    const { code, message } = outcome;
    const failed = { record: 'observed', evaluation, at, status, cost, code, message } as const;
    return restartCost === undefined ? failed : { ...failed, restartCost };
  }
  const { metrics, curve, checkpoint } = outcome;
  const completed = { record: 'observed', evaluation, at, status, cost, metrics } as const;
  // Nearly always there is nothing more to say.
  if (restartCost === undefined && curve === undefined && checkpoint === undefined) return completed;
  return {
    ...completed,
    ...(restartCost === undefined ? undefined : { restartCost }),
    ...(curve === undefined ? undefined : { curve }),
    ...(checkpoint === undefined ? undefined : { checkpoint }),
  };
}
