import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bracketShares, drawShare } from '../../src/optimizers/parts/bracket-weights.js';
import { createPaused, type PausedTrial } from '../../src/optimizers/parts/paused.js';
import { createRanking } from '../../src/optimizers/parts/ranking.js';
import { createSortedList, type Placed } from '../../src/optimizers/parts/sorted-list.js';
import { quantile, RUNG_RULES, type RankedRung, type RungRuleName } from '../../src/optimizers/parts/rung-rules.js';
import { createRng } from '../../src/core/rng.js';

function rungOf(losses: readonly number[], reduction = 3): RankedRung {
  const sorted = [...losses].sort((a, b) => a - b);
  return { size: sorted.length, lossAt: (rank) => sorted[rank] as number, reduction, ratio: 1 / reduction };
}

/** How many of n different losses are good enough. */
function survivors(rule: RungRuleName, n: number, eta: number): number {
  const rung = rungOf(
    Array.from({ length: n }, (_, index) => index),
    eta,
  );
  return Array.from({ length: n }, (_, rank) => RUNG_RULES[rule](rung, rank)).filter((good) => good).length;
}

describe('the rules of asynchronous rungs', () => {
  it.each([
    [[1, 2, 3], 1.6667],
    [[1, 2, 3, 4], 2],
    [[1, 3], 1.6667],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9], 3.6667],
  ])('have the known quantiles at 1/3: %j', (losses, expected) => {
    expect(quantile(rungOf(losses), 1 / 3)).toBeCloseTo(expected, 4);
  });

  it('differ in how many of n they let through at eta = 3', () => {
    const of = (rule: RungRuleName): number[] => Array.from({ length: 9 }, (_, n) => survivors(rule, n + 1, 3));
    expect(of('paper')).toEqual([0, 0, 1, 1, 1, 2, 2, 2, 3]);
    expect(of('mlr3hyperband')).toEqual([1, 1, 1, 1, 1, 2, 2, 2, 3]);
    expect(of('optuna')).toEqual([1, 1, 1, 1, 1, 2, 2, 2, 3]);
    expect(of('synetune')).toEqual([0, 1, 1, 2, 2, 2, 3, 3, 3]);
    expect(of('synetune-0.16')).toEqual([1, 1, 2, 2, 2, 3, 3, 3, 4]);
  });

  it('lose nobody to rounding where eta is no integer: 10 of 11 at eta = 1.1', () => {
    for (const [n, eta] of [
      [11, 1.1],
      [121, 1.1],
      [7, 1.4],
      [21, 0.3 * 7],
    ] as const) {
      expect(survivors('paper', n, eta)).toBe(Math.round(n / eta));
    }
  });

  it('let ties through together by value, and by rank only as many as fit', () => {
    const rung = rungOf([1, 1, 1, 1]);
    const through = (rule: RungRuleName): boolean[] => [0, 1, 2, 3].map((rank) => RUNG_RULES[rule](rung, rank));
    expect(through('paper')).toEqual([true, false, false, false]);
    expect(through('synetune')).toEqual([true, true, true, true]);
    expect(through('optuna')).toEqual([true, true, true, true]);
  });

  it('are monotone: whoever is better than one who goes on goes on', () => {
    const losses = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(losses, fc.constantFrom(2, 2.5, 3, 4), (values, eta) => {
        for (const rule of Object.values(RUNG_RULES)) {
          const rung = rungOf(values, eta);
          const through = values.map((_, rank) => rule(rung, rank));
          expect([...through].sort((a, b) => Number(b) - Number(a))).toEqual(through);
        }
      }),
    );
  });
});

describe('a ranking', () => {
  it('stays in order over many blocks, and when its first and last leave', () => {
    const list = createSortedList<Placed>();
    const rng = createRng('blocks');
    let model: Placed[] = [];
    for (let trial = 0; trial < 3000; trial++) {
      const item = { loss: rng.integer(50), trial };
      const rank = list.insert(item);
      model.splice(rank, 0, item);
      if (trial % 5 === 0) {
        expect(list.shift()).toBe(model.shift());
        expect(list.pop()).toBe(model.pop());
      }
    }
    expect(model).toEqual([...model].sort((a, b) => a.loss - b.loss || a.trial - b.trial));
    expect(list.size).toBe(model.length);
    expect(model.map((_, rank) => list.at(rank))).toEqual(model);
    model = model.filter((item) => list.rankOf(item) !== model.indexOf(item));
    expect(model).toEqual([]);
    while (list.size > 0) list.pop();
    expect([list.at(0), list.shift(), list.pop(), list.insert({ loss: 0, trial: 0 })]).toEqual([
      undefined,
      undefined,
      undefined,
      0,
    ]);
  });

  it('is the sorted list of (loss, trial), whatever the order in which they come', () => {
    const losses = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 60 });
    fc.assert(
      fc.property(losses, fc.infiniteStream(fc.nat()), (values, keys) => {
        const order = values.map((loss, trial) => ({ loss, trial, key: keys.next().value as number }));
        const ranking = createRanking({ reduction: 2, ratio: 0.5 });
        const seen: { loss: number; trial: number }[] = [];
        for (const { loss, trial } of order.sort((a, b) => a.key - b.key)) {
          seen.push({ loss, trial });
          seen.sort((a, b) => a.loss - b.loss || a.trial - b.trial);
          expect(ranking.insert(loss, trial)).toBe(seen.findIndex((each) => each.trial === trial));
          expect(ranking.size).toBe(seen.length);
        }
        seen.forEach(({ loss, trial }, rank) => {
          expect([ranking.lossAt(rank), ranking.rankOf({ loss, trial })]).toEqual([loss, rank]);
        });
      }),
    );
  });
});

describe('paused trials', () => {
  it('leave best first, and as many as the limit keep their checkpoints: the best of those that still have one', () => {
    const steps = fc.array(fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constant('promote' as const)), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 5 }), (all, keep) => {
        const paused = createPaused<PausedTrial>(keep);
        let model: PausedTrial[] = [];
        all.forEach((step, trial) => {
          if (step === 'promote') {
            expect(paused.best()).toBe(model[0]);
            if (model.length > 0) paused.promote();
            model = model.slice(1);
            return;
          }
          const added = { trial, loss: step, kept: true };
          model = [...model, added].sort((a, b) => a.loss - b.loss || a.trial - b.trial);
          const kept = model.filter((each) => each.kept);
          expect(paused.add(added)).toBe(kept.length > keep ? kept.at(-1) : undefined);
          expect(model.filter((each) => each.kept)).toEqual(kept.slice(0, keep));
        });
      }),
    );
  });
});

describe('the brackets of an asynchronous Hyperband', () => {
  const levels = [1, 3, 9, 27, 81].map((level, place) => ({ level, place }));

  it('get the known shares of new trials over 1..81 at eta = 3', () => {
    const shares = bracketShares('synetune', levels, { eta: 3, brackets: 5 });
    [0.5694, 0.2373, 0.1054, 0.0527, 0.0351].forEach((share, s) => expect(shares[s]).toBeCloseTo(share, 4));
  });

  it("get Optuna's weights, ceil(5 x 3^s' / (s' + 1)) from s' = 4 down, of 81 + 34 + 15 + 8 + 5", () => {
    const shares = bracketShares('optuna', levels, { eta: 3, brackets: 5 });
    [81, 34, 15, 8, 5].forEach((weight, s) => expect(shares[s]).toBeCloseTo(weight / 143, 12));
  });

  it('share all among fewer brackets, and a draw takes each as often as its share', () => {
    const shares = bracketShares('synetune', levels, { eta: 3, brackets: 2 });
    expect(shares[0]).toBeCloseTo(0.5694 / (0.5694 + 0.2373), 3);
    const rng = createRng('shares');
    const all = bracketShares('synetune', levels, { eta: 3, brackets: 5 });
    const counts = [0, 0, 0, 0, 0];
    const n = 20_000;
    for (let i = 0; i < n; i++) {
      const s = drawShare(all, rng);
      counts[s] = (counts[s] as number) + 1;
    }
    counts.forEach((found, s) => {
      const share = all[s] as number;
      expect(Math.abs(found / n - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / n));
    });
  });
});
