import { describe, expect, it } from 'vitest';
import { begin, createRunState, finish } from '../../src/runner/run-state.js';
import { runPlan, TOP } from './watched-run.js';

describe('the state of a run', () => {
  it('takes an outcome of what is under way, once, so that no optimizer has to check what it is told', () => {
    const plan = runPlan({ name: 'once', workers: 2, trials: 3, failures: 0, stops: 0 });
    const rules = { clock: 'virtual', accounting: 'resume', overhead: 'zero', workers: 2 } as const;
    const state = createRunState(plan, rules);
    const start = (trial: number): NonNullable<ReturnType<typeof begin>> => {
      const pending = begin(state, { trial, configuration: { trial }, fidelity: { epoch: TOP } }, 0, 0);
      if (pending === undefined) throw new Error('there is room in the budget');
      return pending;
    };
    const outcome = { status: 'completed', cost: 1, metrics: { loss: 1 } } as const;
    const [first, second] = [start(0), start(1)];
    expect(finish(state, first, outcome, 1).evaluation).toBe(0);
    expect(() => finish(state, first, outcome, 1)).toThrow('evaluation 0 is not under way, or has ended before');
    // Another one at the same worker does not make it good.
    start(2);
    expect(() => finish(state, first, outcome, 1)).toThrow('evaluation 0 is not under way, or has ended before');
    expect(finish(state, second, outcome, 1).evaluation).toBe(1);
  });
});
