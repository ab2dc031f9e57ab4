import { expect, it } from 'vitest';
import type { Descriptor } from '../../src/protocol/descriptor.js';
import { virtualClock } from '../../src/runner/clocks/virtual.js';
import { inlineEvaluator } from '../../src/runner/inline-evaluator.js';
import { createJudge } from '../../src/runner/outcome.js';
import { createRunState } from '../../src/runner/run-state.js';
import { driveRun } from '../../src/runner/run.js';
import { createSearchSpace } from '../../src/space/space.js';
import { createFidelitySpace } from '../../src/fidelity/space.js';
import { descriptorOf } from '../images/family-fixture.js';

/** Keeps the thread for some milliseconds. */
function work(milliseconds: number): void {
  for (const began = performance.now(); performance.now() - began < milliseconds;);
}

it('the clocks of optimizer and benchmark are the sums of all calls, also where the first one takes long', async () => {
  const descriptor: Descriptor = descriptorOf('timed');
  const problem = {
    space: createSearchSpace(descriptor.space),
    fidelities: createFidelitySpace([]),
    ...{ objectives: [{ name: 'loss' }], features: [], constraints: [], budget: { evaluations: 40 }, workers: 1 },
  };
  const names = { id: 'timed', family: 'timed', instance: 'only', optimizer: 'timed', label: 'timed' };
  const rules = { workers: 1, clock: 'virtual', accounting: 'resume', overhead: 'zero' } as const;
  let trial = 0;
  const end = await driveRun({
    optimizer: {
      ask: () => {
        work(trial === 0 ? 20 : 0);
        return { kind: 'suggest', suggestion: { trial: trial++, configuration: { x: 0 }, fidelity: {} } };
      },
      tell: ({ evaluation }) => {
        work(evaluation === 20 ? 100 : 0);
        return [];
      },
    },
    state: createRunState({ ...names, descriptor, options: {}, seed: 1, problem }, rules),
    clock: virtualClock(),
    evaluator: inlineEvaluator(
      {
        describe: () => descriptor,
        evaluate: () => {
          work(trial === 1 ? 20 : 0);
          return { metrics: { loss: 0 }, cost: 1 };
        },
      },
      createJudge(descriptor),
      false,
    ),
  });
  // Estimated from each 16th call, 0.32 s and 0.32 s.
  expect(end.optimizerSeconds).toBeGreaterThanOrEqual(0.12);
  expect(end.optimizerSeconds).toBeLessThan(0.28);
  expect(end.benchmarkSeconds).toBeGreaterThanOrEqual(0.02);
  expect(end.benchmarkSeconds).toBeLessThan(0.28);
});
