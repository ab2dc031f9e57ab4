import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brackets, SIZE_RULES } from '../../src/fidelity/brackets.js';
import { createFidelitySpace, type FidelityParameter } from '../../src/fidelity/space.js';
import { drivenAxis } from '../../src/optimizers/parts/driven-axis.js';
import { smashySchedule, type ScheduleOptions } from '../../src/optimizers/parts/smashy-schedule.js';
import { thrown } from '../fidelity/thrown.js';
import { EPOCHS } from './problems.js';

/** As `survivors+fresh@level`. */
function schedule(more: Partial<ScheduleOptions>, axis: Partial<FidelityParameter> = {}): string[] {
  const fidelities = createFidelitySpace([{ ...EPOCHS, upper: 81, ...axis }]);
  const options: ScheduleOptions = {
    budget_log_step: Math.log(3),
    survival_fraction: 1 / 3,
    mu: 81,
    batch_method: 'hb',
    bracket_sizes: 'equal-cost',
    ...more,
  };
  return smashySchedule(fidelities, drivenAxis(fidelities, {}), options).map((bracket) =>
    bracket.map(({ survivors, fresh, level }) => `${survivors}+${fresh}@${level}`).join(' '),
  );
}

describe('the schedule of smashy', () => {
  it('by equal batches fills each up to mu, at levels that hit the highest', () => {
    expect(schedule({ batch_method: 'equal', mu: 9 })).toEqual(['0+9@1 3+6@3 3+6@9 3+6@27 3+6@81']);
    expect(schedule({ batch_method: 'equal', mu: 5, budget_log_step: Math.log(16) }, { upper: 100 })).toEqual([
      '0+5@6 2+3@100',
    ]);
  });

  it('always keeps one, and always has room for a new one', () => {
    const stages = (survival_fraction: number, mu: number): string[] =>
      schedule({ batch_method: 'equal', mu, survival_fraction }, { upper: 9 });
    expect(stages(0, 4)).toEqual(['0+4@1 1+3@3 1+3@9']);
    expect(stages(1, 4)).toEqual(['0+4@1 3+1@3 3+1@9']);
    expect(stages(0.5, 5)).toEqual(['0+5@1 2+3@3 2+3@9']);
  });

  it('by hb has brackets that cost what the first does, as near as whole numbers allow', () => {
    // By hand from the rules of the reference: costs 405, 405, 423, 459 and 405.
    expect(schedule({})).toEqual([
      '0+81@1 27+0@3 9+0@9 3+0@27 1+0@81',
      '0+36@3 12+0@9 4+0@27 1+0@81',
      '0+14@9 5+0@27 2+0@81',
      '0+8@27 3+0@81',
      '0+5@81',
    ]);
  });

  it('skips a level at which nobody would leave', () => {
    // Sizes 4, 3, 3, 3 and 2 at the five levels: nobody would leave at 3 and at 9.
    expect(schedule({ mu: 4, survival_fraction: 0.87 })[0]).toBe('0+4@1 3+0@27 2+0@81');
  });

  it.each(SIZE_RULES)("has Hyperband's table %s where mu is eta^s and a third survives", (rule) => {
    for (const [lower, upper] of [
      [1, 81],
      [1, 27],
      [9, 729],
      [1, 200],
    ] as const) {
      const table = brackets({ lower, upper, eta: 3, rule, round: Math.round });
      const expected = table.map(({ rungs }) =>
        rungs.map(({ size, level }, i) => `${i === 0 ? 0 : size}+${i === 0 ? size : 0}@${level}`).join(' '),
      );
      const mu = 3 ** (table.length - 1);
      expect(schedule({ mu, bracket_sizes: rule }, { lower, upper })).toEqual(expected);
    }
  });

  it('is random search when the step passes over all lower levels', () => {
    for (const batch_method of ['equal', 'hb'] as const) {
      expect(schedule({ batch_method, budget_log_step: 100 })).toEqual(['0+81@81']);
    }
  });

  it('makes one stage of levels that rounding makes equal', () => {
    const only = schedule({ batch_method: 'equal', mu: 4, budget_log_step: Math.log(1.5) }, { upper: 4 });
    expect(only).toEqual(['0+4@1 1+3@2 1+3@3 1+3@4']);
  });

  it('promotes no more than there are, whatever the options, and has someone in every batch', () => {
    const options = fc.record({
      budget_log_step: fc.double({ min: Math.log(2) / 4, max: 4 * Math.log(2), noNaN: true }),
      survival_fraction: fc.double({ min: 0, max: 1, noNaN: true }),
      mu: fc.integer({ min: 2, max: 200 }),
      batch_method: fc.constantFrom('equal' as const, 'hb' as const),
      bracket_sizes: fc.constantFrom('equal-cost' as const, ...SIZE_RULES),
    });
    fc.assert(
      fc.property(options, fc.integer({ min: 2, max: 2000 }), (given, upper) => {
        const fidelities = createFidelitySpace([{ ...EPOCHS, upper }]);
        for (const bracket of smashySchedule(fidelities, drivenAxis(fidelities, {}), given)) {
          expect(bracket[0]?.survivors).toBe(0);
          expect(bracket.at(-1)?.level).toBe(upper);
          bracket.forEach((stage, i) => {
            const before = bracket[i - 1];
            expect(stage.survivors + stage.fresh).toBeGreaterThan(0);
            if (before === undefined) return;
            expect(stage.level).toBeGreaterThan(before.level);
            expect(stage.survivors).toBeLessThanOrEqual(before.survivors + before.fresh);
            expect(stage.survivors).toBeGreaterThan(0);
            expect(stage.continues).toBe(true);
          });
          if (given.batch_method === 'equal') {
            for (const { survivors, fresh } of bracket) expect(survivors + fresh).toBe(given.mu);
          }
        }
      }),
    );
  });

  it('refuses a step that makes a thousand levels', () => {
    expect(thrown(() => schedule({ budget_log_step: 1e-3 }))).toMatch(
      /^user budget_log_step: steps of 0\.001 give more than/,
    );
  });
});
