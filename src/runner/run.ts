import { setImmediate } from 'node:timers/promises';
import { unlessAborted } from '../core/unless-aborted.js';
import type { RunLog } from '../log/log.js';
import type { EndReason } from '../log/records.js';
import type { Optimizer } from '../optimizers/optimizer.js';
import { createCharge } from './charge.js';
import type { Clock } from './clocks/clock.js';
import { within } from './engines/parts/within.js';
import type { Evaluator } from './evaluator.js';
import { endHeard, hear } from './hear.js';
import { free, type RunState, underWay } from './run-state.js';
import { cut, dispatch, fill, take, type Loop } from './steps.js';
import { createStopwatch } from './stopwatch.js';

export interface RunParts {
  readonly optimizer: Optimizer;
  /** Fresh, or replayed from a log. */
  readonly state: RunState;
  readonly clock: Clock;
  readonly evaluator: Evaluator;
  readonly log?: RunLog;
  /** Interrupts the run between two events; what it observed is in the log. */
  readonly signal?: AbortSignal;
  /** Called whenever the run lets others have the thread. */
  readonly onBreath?: () => void;
}

export interface RunEnd {
  /** Absent: interrupted. */
  readonly reason?: EndReason;
  /** Real seconds inside ask, tell and report. */
  readonly optimizerSeconds: number;
  readonly benchmarkSeconds: number;
}

/** How long those at work may take to end when they are not wanted any more; their guests are ended with the study. */
const LEAVE_MS = 3000;

/** How many events pass between two looks at the time, and how long a run of simulated evaluations holds the thread. */
const EVENTS_PER_LOOK = 256;
const HOLD_MS = 40;

/**
 * The run loop: ask while workers are free, log, dispatch; take the next evaluation to end, log, tell (or hear of the next one
 * to be at a level where it is watched). It awaits only what is a promise, so an inline benchmark on the virtual clock runs at the speed of plain function calls.
 */
export async function driveRun(parts: RunParts): Promise<RunEnd> {
  const interruption = new AbortController();
  const loop = createLoop(parts, interruption.signal);
  try {
    const reason = await turn(loop, parts);
    if (reason !== undefined) {
      const { tally } = loop.state;
      const at = loop.clock.now();
      parts.log?.append({ record: 'ended', at, reason, evaluations: tally.evaluations(), failures: tally.failures() });
    }
    const end = { optimizerSeconds: loop.thinking.seconds(), benchmarkSeconds: loop.working.seconds() };
    return reason === undefined ? end : { ...end, reason };
  } finally {
    // Whoever is still at work is not wanted any more.
    interruption.abort();
    if (loop.answers.size > 0) await within(LEAVE_MS, Promise.allSettled(loop.answers));
  }
}

function createLoop(parts: RunParts, interrupted: AbortSignal): Loop {
  const { optimizer, state, clock, evaluator, log } = parts;
  return {
    optimizer,
    state,
    clock,
    evaluator,
    log,
    charge: createCharge(state.rules, state.run.problem.budget.seconds),
    thinking: createStopwatch(),
    working: createStopwatch(),
    answers: new Set(),
    interrupted,
    stops: new Map(),
  };
}

async function turn(loop: Loop, { signal, onBreath }: RunParts): Promise<EndReason | undefined> {
  const { state, clock } = loop;
  const limit = state.run.problem.budget.seconds ?? Infinity;
  let closing: EndReason | undefined;
  let breathed = performance.now();
  for (const pending of underWay(state)) {
    if (pending.heard === undefined || pending.heard.verdict === 'continue') dispatch(loop, pending);
    else await endHeard(loop, pending, pending.heard);
  }
  for (let events = 0; ; events++) {
    if (events % EVENTS_PER_LOOK === 0 && performance.now() - breathed > HOLD_MS) {
      onBreath?.();
      await setImmediate();
      breathed = performance.now();
    }
    if (isAborted(signal)) return undefined;
    while (closing === undefined && free(state) > 0) {
      const filling = fill(loop);
      const filled = filling instanceof Promise ? await unlessAborted(filling, signal) : filling;
      if (filled === undefined) return undefined;
      if (filled === 'wait') break;
      if (filled !== 'suggested') closing = filled;
    }
    if (state.outstanding === 0) return closing;
    const next = clock.next(limit);
    const arrival = next instanceof Promise ? await next : next;
    if (arrival !== undefined) {
      const taking = arrival.level === undefined ? take(loop, arrival) : hear(loop, arrival, arrival.level);
      if (taking instanceof Promise) await unlessAborted(taking, signal);
    } else if (!isAborted(signal)) {
      cut(loop, limit);
      return 'seconds';
    }
    if (next instanceof Promise) onBreath?.();
  }
}

/** A function, because the compiler takes what it has seen once for true ever after, and a signal changes while we wait. */
function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}
