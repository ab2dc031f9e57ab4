import { messageOf } from '../core/errors.js';
import { onAbort } from '../core/on-abort.js';
import type { Answer, Metrics } from '../core/types.js';
import { isMetric } from '../protocol/bounds.js';
import type { Pending } from './clocks/clock.js';
import type { OnProgress } from './evaluator.js';
import type { Loop } from './steps.js';

/** A watched evaluation on the real clock. */
export interface LiveWatch {
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
  /** What is stopped has an answer, even if its guest has none. */
  readonly onError: (error: unknown) => Answer;
  /** Lets go of what was listened to. */
  readonly end: () => void;
}

/** Listens to a benchmark that reports; only levels that the suggestion has watched reach the clock. */
export function watchLive(loop: Pick<Loop, 'clock' | 'state' | 'stops' | 'interrupted'>, pending: Pending): LiveWatch {
  const { clock, state, stops, interrupted } = loop;
  const stop = new AbortController();
  stops.set(pending.evaluation, stop);
  // One listener for all evaluations: a signal that is made of both would be kept as long as the run's.
  const end = onAbort(interrupted, () => stop.abort(interrupted.reason));
  let reached = -Infinity;
  const elapsed = (): number => Math.max(0, clock.now() - pending.start);
  return {
    signal: stop.signal,
    onProgress: ({ level, metrics }) => {
      const wanted = level > reached && pending.suggestion.watch?.includes(level) === true;
      // What cannot be judged is passed over; if the evaluation completes all the same, that level is missed.
      if (!wanted || !state.objectivesOf(metrics).every(isMetric)) return;
      reached = level;
      const declared = declaredOf(metrics, state.run.descriptor.metrics);
      clock.expect(pending, { outcome: { status: 'completed', cost: elapsed(), metrics: declared } }, level);
    },
    end,
    onError: (error) => {
      if (!stop.signal.aborted || interrupted.aborted) throw error;
      return { status: 'cancelled', cost: elapsed(), code: 'cancelled', message: messageOf(error) };
    },
  };
}

/** What else a benchmark reports is in no manifest, or in no log. */
function declaredOf(metrics: Metrics, known: Readonly<Record<string, unknown>>): Metrics {
  const fits = ([name, value]: readonly [string, number]): boolean => Object.hasOwn(known, name) && isMetric(value);
  const entries = Object.entries(metrics);
  return entries.every(fits) ? metrics : Object.fromEntries(entries.filter(fits));
}
