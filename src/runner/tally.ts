import { infrastructureError } from '../core/errors.js';
import type { Fidelity, Outcome, Suggestion } from '../core/types.js';
import type { RunPlan } from './plan.js';
import type { Incumbent } from './summary.js';

/** An evaluation that was under way since `start`. */
export interface Tallied {
  readonly evaluation: number;
  readonly suggestion: Suggestion;
  /** Seconds on the run's clock. */
  readonly start: number;
}

/** Counts what a run has observed. */
export interface Tally {
  observe(evaluation: Tallied, outcome: Outcome, at: number): void;
  evaluations(): number;
  completed(): number;
  /** Those that the end of the budget cut off are none. */
  failures(): number;
  /** Message of the last evaluation that failed. */
  complaint(): string | undefined;
  /** Of the first objective. */
  incumbent(): Incumbent | undefined;
  /** Share of the workers' time until `end` in which they had no evaluation, 0..1; 0 for no time at all. */
  idle(workers: number, end: number): number;
}

export function createTally(run: RunPlan): Tally {
  const objective = run.problem.objectives[0]?.name ?? '';
  const sign = run.descriptor.metrics[objective]?.direction === 'maximize' ? -1 : 1;
  const highest = run.problem.fidelities.highest;
  let evaluations = 0;
  let completed = 0;
  let failures = 0;
  let complaint: string | undefined;
  let best = Infinity;
  let incumbent: Incumbent | undefined;
  let busy = 0;
  const observe = ({ evaluation, suggestion, start }: Tallied, outcome: Outcome, at: number): void => {
    evaluations++;
    busy += at - start;
    if (outcome.status === 'stopped') return;
    if (outcome.status !== 'completed') {
      if (outcome.status !== 'cancelled') failures++;
      complaint = outcome.message;
      return;
    }
    completed++;
    const value = sign * (outcome.metrics[objective] ?? Infinity);
    // Ties keep the earlier one, so that the incumbent never depends on what came later.
    if (value >= best || !isHighest(suggestion.fidelity, highest)) return;
    best = value;
    const { trial, configuration, fidelity } = suggestion;
    incumbent = { evaluation, trial, configuration, fidelity, metrics: outcome.metrics, at };
  };
  return {
    observe,
    evaluations: () => evaluations,
    completed: () => completed,
    failures: () => failures,
    complaint: () => complaint,
    incumbent: () => incumbent,
    // Sums of thirds do not come out even in binary: what is as good as always busy is.
    idle: (workers, end) => {
      const share = end > 0 ? 1 - busy / (workers * end) : 0;
      return share < 1e-9 ? 0 : share;
    },
  };
}

function isHighest(fidelity: Fidelity, highest: Fidelity): boolean {
  for (const name in highest) if (fidelity[name] !== highest[name]) return false;
  return true;
}

/** Why a run that has ended has failed all the same: nothing of it can be compared with anything. */
export function failureOf(tally: Tally): Error | undefined {
  const evaluations = tally.evaluations();
  if (evaluations === 0 || tally.completed() > 0) return undefined;
  return infrastructureError(
    `none of the ${evaluations} evaluations completed; the last one: ${tally.complaint() ?? ''}`,
  );
}
