import { bug, userError } from '../core/errors.js';
import type { Fidelity, Outcome, Progress } from '../core/types.js';
import type { Decision, Optimizer, Report } from '../optimizers/optimizer.js';
import type { Arrival, Heard, Pending } from './clocks/clock.js';
import type { RunState } from './run-state.js';

/** The next level at which an evaluation is watched; undefined when it runs to its end. */
export function nextLevel({ suggestion, heard }: Pick<Pending, 'suggestion' | 'heard'>): number | undefined {
  const { watch } = suggestion;
  return heard === undefined ? watch?.[0] : watch?.find((level) => level > heard.level);
}

/** The fidelity of an evaluation when it is at a level of the watched axis; its own without a level. */
export function fidelityAt(
  { watched }: RunState,
  { suggestion }: Pick<Pending, 'suggestion'>,
  level?: number,
): Fidelity {
  if (level === undefined) return suggestion.fidelity;
  if (watched === undefined) throw bug('an evaluation without a continuing fidelity is watched');
  return { ...suggestion.fidelity, [watched]: level };
}

/** Asks the optimizer for its decision on a running evaluation: the same question live and replayed. */
export function judge(
  state: RunState,
  optimizer: Pick<Optimizer, 'report'>,
  pending: Pending,
  { level, metrics }: Progress,
): Decision | Promise<Decision> {
  const { evaluation, suggestion } = pending;
  const report: Report = { evaluation, suggestion, level, metrics, objectives: state.objectivesOf(metrics) };
  const known = (decision: Decision | undefined): Decision => {
    if (decision !== undefined) return decision;
    throw bug(`${state.run.optimizer} has an evaluation watched that it does not judge`);
  };
  const decision = optimizer.report?.(report);
  return decision instanceof Promise ? decision.then(known) : known(decision);
}

/** Enters a report with its decision. Whoever goes on needs room in the budget up to the next level. */
export function enterReport(
  state: RunState,
  pending: Pending,
  report: Omit<Heard, 'verdict'>,
  decision: Decision,
): Heard['verdict'] {
  const from = fidelityAt(state, pending, report.level);
  const to = fidelityAt(state, pending, nextLevel({ ...pending, heard: { ...report, verdict: 'continue' } }));
  const verdict = decision === 'stop' ? 'stop' : state.meter.extend(from, to) ? 'continue' : 'cut';
  pending.heard = { ...report, verdict };
  return verdict;
}

/**
 * What becomes of an evaluation that has ended, or was ended: once the optimizer had it stopped, that is what it was, even if the
 * benchmark was faster.
 * @throws SuiteError of code 'user' when it completed without having been at a level at which it was to be judged.
 */
export function outcomeAsDecided({ run }: RunState, { pending, outcome }: Arrival): Outcome {
  const { heard } = pending;
  if (heard?.verdict === 'stop')
    return { status: 'stopped', cost: outcome.cost, level: heard.level, metrics: heard.metrics };
  if (heard?.verdict === 'cut') return outOfBudget(outcome.cost);
  const missed = outcome.status === 'completed' ? nextLevel(pending) : undefined;
  if (missed === undefined) return outcome;
  throw userError(
    `${run.optimizer} judges evaluations while they run, and ${run.family}.${run.instance} reported no ` +
      `${run.problem.objectives.map(({ name }) => name).join(', ')} at level ${missed}`,
    { mend: 'Choose a type of the optimizer that does not judge running evaluations, such as `type: promotion`.' },
  );
}

/** Ended by the end of the budget. */
export function outOfBudget(cost: number): Outcome {
  return { status: 'cancelled', cost, code: 'cancelled', message: 'the budget of the run was used up' };
}
