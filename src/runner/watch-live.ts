import { messageOf } from '../core/errors.js';
import type { Answer } from '../core/types.js';
import type { Pending } from './clocks/clock.js';
import type { OnProgress } from './evaluator.js';
import type { Loop } from './steps.js';

/** A watched evaluation on the real clock. */
export interface LiveWatch {
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
  /** What is stopped has an answer, even if its guest has none. */
  readonly onError: (error: unknown) => Answer;
}

/** Listens to a benchmark that reports; only levels that the suggestion has watched reach the clock. */
export function watchLive(loop: Pick<Loop, 'clock' | 'state' | 'stops' | 'interrupted'>, pending: Pending): LiveWatch {
  const { clock, state, stops, interrupted } = loop;
  const stop = new AbortController();
  stops.set(pending.evaluation, stop);
  const elapsed = (): number => Math.max(0, clock.now() - pending.start);
  return {
    signal: AbortSignal.any([stop.signal, interrupted]),
    onProgress: ({ level, metrics }) => {
      const wanted = pending.suggestion.watch?.includes(level) === true;
      // What cannot be judged is passed over; if the evaluation completes all the same, that level is missed.
      if (!wanted || !state.objectivesOf(metrics).every(Number.isFinite)) return;
      clock.expect(pending, { outcome: { status: 'completed', cost: elapsed(), metrics } }, level);
    },
    onError: (error) => {
      if (!stop.signal.aborted || interrupted.aborted) throw error;
      return { status: 'cancelled', cost: elapsed(), code: 'cancelled', message: messageOf(error) };
    },
  };
}
