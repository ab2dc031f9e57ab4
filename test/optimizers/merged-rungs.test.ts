import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../src/core/rng.js';
import type { JsonObject } from '../../src/core/types.js';
import type { FidelityParameter } from '../../src/fidelity/space.js';
import asha from '../../src/optimizers/asha.js';
import asyncHyperband from '../../src/optimizers/async-hyperband.js';
import type { OptimizerDefinition } from '../../src/optimizers/optimizer.js';
import successiveHalving from '../../src/optimizers/successive-halving.js';
import { create, lossesByTrial } from './async-on-a-line.js';
import { drive, suggestionsOf, type Drive, type Event } from './drive.js';
import { perLevel } from './hyperband-on-a-line.js';
import { EPOCHS, PROBLEMS } from './problems.js';

interface How extends Partial<Drive> {
  readonly definition?: OptimizerDefinition;
  readonly levels?: readonly number[];
}

/** On a fidelity that has these levels only: the ladder's are rounded to them, and those that become equal are one rung. */
function run(given: JsonObject, { definition = asha, levels = [12, 200], ...more }: How = {}): Event[] {
  const epochs = { ...EPOCHS, lower: levels[0], upper: levels.at(-1), levels } as FidelityParameter;
  const optimizer = create(given, { definition, source: { ...PROBLEMS['one level'], fidelities: [epochs] } });
  return drive(optimizer, { workers: 1, evaluations: 1e5, evaluate: bestFirst, ...more });
}

/** No promotion has to be regretted. */
const bestFirst = lossesByTrial(Array.from({ length: 2000 }, (_, trial) => trial));

describe('rungs that were merged', () => {
  it('promote one of 9 in asha as in successive halving where 12, 12 and 200 are 12 and 200', () => {
    const halving = run({ configurations: 90, cycles: 1 }, { definition: successiveHalving });
    expect(perLevel(suggestionsOf(halving))).toEqual({ 12: 90, 200: 10 });
    for (const rule of ['paper', 'mlr3hyperband']) {
      expect(perLevel(suggestionsOf(run({ trials: 90, rule }))), rule).toEqual({ 12: 90, 200: 10 });
    }
    // One more, since as many may be better as would be promoted; and with ties at the cutoff.
    expect(perLevel(suggestionsOf(run({ trials: 90, rule: 'synetune-0.16' })))).toEqual({ 12: 90, 200: 11 });
    expect(perLevel(suggestionsOf(run({ trials: 90, rule: 'optuna' })))).toEqual({ 12: 90, 200: 10 });
  });

  it('leave asha as many evaluations at each level as successive halving, whatever the levels', () => {
    const levels = fc.uniqueArray(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(levels, fc.constantFrom(2, 3, 4), fc.nat(300), (some, eta, extra) => {
        const sorted = [...some].sort((a, b) => a - b);
        const steps = Math.floor(Math.log((sorted.at(-1) as number) / (sorted[0] as number)) / Math.log(eta) + 1e-9);
        const count = eta ** steps + extra;
        const halving = run(
          { eta, configurations: count, cycles: 1 },
          { definition: successiveHalving, levels: sorted },
        );
        const asynchronous = run({ eta, trials: count }, { levels: sorted });
        expect(perLevel(suggestionsOf(asynchronous))).toEqual(perLevel(suggestionsOf(halving)));
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it('stop all but one of 9 of the running trials, and of at most n / 9 better ones by the rule of Syne Tune 0.16', () => {
    const rng = createRng('losses');
    const losses = Array.from({ length: 300 }, () => rng.float());
    for (const rule of ['paper', 'mlr3hyperband', 'optuna', 'synetune-0.16']) {
      const seen: number[] = [];
      for (const event of run({ type: 'stopping', trials: 300, rule }, { evaluate: lossesByTrial(losses) })) {
        if (event.kind !== 'report') continue;
        const loss = event.report.objectives[0] as number;
        const better = seen.filter((other) => other < loss).length;
        seen.push(loss);
        const share = Math.floor(seen.length / 9);
        const most = { paper: share, 'synetune-0.16': share + 1 }[rule] ?? Math.max(share, 1);
        expect(event.decision, rule).toBe(seen.length === 1 || better < most ? 'continue' : 'stop');
      }
      expect(seen).toHaveLength(300);
    }
  });

  it('promote as few in the brackets of async-hyperband, each by the places of its own levels', () => {
    for (const rungs of ['own', 'shared']) {
      const events = run({ trials: 900, rungs }, { definition: asyncHyperband, levels: [1, 20, 60] });
      const origins = suggestionsOf(events).map(({ origin, fidelity }) => ({ ...origin, level: fidelity['epochs'] }));
      // The ladder 60 / 27, 60 / 9, 60 / 3, 60 is 1, 1, 20, 60.
      const at = (bracket: number, level: number): number =>
        origins.filter((origin) => 'bracket' in origin && origin.bracket === bracket && origin.level === level).length;
      expect(at(0, 1)).toBeGreaterThan(500);
      expect(at(0, 20)).toBe(Math.floor(at(0, 1) / 9));
      if (rungs === 'own') expect(at(0, 60)).toBe(Math.floor(at(0, 20) / 3));
      if (rungs === 'own') expect(at(1, 60)).toBe(Math.floor(at(1, 20) / 3));
    }
  });
});
