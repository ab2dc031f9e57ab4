import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/core/types.js';
import type { RunPlan } from '../../src/runner/plan.js';
import { createTally, failureOf } from '../../src/runner/tally.js';

const run = {
  descriptor: { metrics: { loss: { direction: 'minimize', role: 'objective' } } },
  problem: { objectives: [{ name: 'loss' }], fidelities: { highest: { epoch: 9 } } },
} as unknown as RunPlan;
const suggestion = { trial: 0, configuration: {}, fidelity: { epoch: 9 } };
const completed: Outcome = { status: 'completed', cost: 1, metrics: { loss: 1 } };
const failed: Outcome = { status: 'timed-out', cost: 1, code: 'deadline', message: 'too late' };
const cut: Outcome = { status: 'cancelled', cost: 1, code: 'cancelled', message: "the run's time is up" };

function tallied(...outcomes: readonly Outcome[]): ReturnType<typeof createTally> {
  const tally = createTally(run);
  outcomes.forEach((outcome, evaluation) =>
    tally.observe({ evaluation, suggestion, start: evaluation }, outcome, evaluation + 1),
  );
  return tally;
}

describe('the tally of a run', () => {
  it('counts what the end of the budget cut off as an evaluation, but not as a failure', () => {
    const tally = tallied(completed, failed, cut, cut);
    expect([tally.evaluations(), tally.completed(), tally.failures()]).toEqual([4, 1, 1]);
    expect(failureOf(tally)).toBeUndefined();
  });

  it('calls a run failed that completed nothing, and says what the last evaluation said', () => {
    expect(failureOf(tallied())).toBeUndefined();
    expect(failureOf(tallied(cut, failed))?.message).toMatch(/none of the 2 evaluations completed.*too late/);
  });
});
