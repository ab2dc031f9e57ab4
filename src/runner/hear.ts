import type { Completed } from '../core/types.js';
import type { Reported } from '../log/records.js';
import type { Decision } from '../optimizers/optimizer.js';
import type { Arrival, Heard, Pending } from './clocks/clock.js';
import { dispatch, take, type Loop } from './steps.js';
import { enterReport, judge, nextLevel } from './watch.js';

/** Asks the optimizer about an evaluation that has come to a watched level, logs the answer, and lets it go on or ends it. */
export function hear(loop: Loop, arrival: Arrival, level: number): void | Promise<void> {
  const { state, optimizer, thinking } = loop;
  const { pending } = arrival;
  const over = pending.heard !== undefined && pending.heard.verdict !== 'continue';
  // One that had to start over, or goes on to its cancellation, is at levels that are dealt with.
  if (over || nextLevel(pending) !== level) return;
  const report = reportOf(arrival, level);
  const mark = thinking.start();
  const decision = judge(state, optimizer, pending, report);
  if (decision instanceof Promise) {
    return decision.then((answer) => {
      thinking.stop(mark);
      // Too late: whoever resumes the run asks again.
      if (!loop.interrupted.aborted) return obey(loop, arrival, report, answer);
    });
  }
  thinking.stop(mark);
  return obey(loop, arrival, report, decision);
}

/** Logs what the optimizer decided, and lets the evaluation go on or ends it. */
function obey(loop: Loop, arrival: Arrival, report: Omit<Heard, 'verdict'>, decision: Decision): void | Promise<void> {
  const { state, clock } = loop;
  const { pending } = arrival;
  loop.log?.append(reportedRecord(pending.evaluation, report, decision));
  const verdict = enterReport(state, pending, report, decision);
  if (clock.kind === 'real') {
    if (verdict !== 'continue') loop.stops.get(pending.evaluation)?.abort();
    return;
  }
  if (verdict === 'continue') dispatch(loop, pending);
  else return take(loop, arrival);
}

/** Ends what a killed run had decided to end. */
export function endHeard(loop: Loop, pending: Pending, { metrics, cost, restartCost }: Heard): void | Promise<void> {
  const outcome: Completed = { status: 'completed', cost, metrics };
  const scratch = restartCost === undefined ? undefined : { restartCost };
  return take(loop, { pending, at: loop.clock.now(), outcome, ...scratch });
}

function reportOf({ at, outcome, restartCost }: Arrival, level: number): Omit<Heard, 'verdict'> {
  const { metrics, cost } = outcome as Completed;
  return { level, metrics, at, cost, ...(restartCost !== undefined && { restartCost }) };
}

function reportedRecord(evaluation: number, report: Omit<Heard, 'verdict'>, decision: Decision): Reported {
  const { at, level, cost, restartCost, metrics } = report;
  const scratch = restartCost === undefined ? undefined : { restartCost };
  return { record: 'reported', evaluation, at, level, cost, ...scratch, metrics, decision };
}
