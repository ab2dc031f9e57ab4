import { describe, expect, it } from 'vitest';
import { createRng } from '../../src/core/rng.js';
import type { Suggestion } from '../../src/core/types.js';
import { brackets, SIZE_RULES } from '../../src/fidelity/brackets.js';
import type { Ask, Optimizer } from '../../src/optimizers/optimizer.js';
import randomSearch from '../../src/optimizers/random-search.js';
import { drive, suggestionsOf } from './drive.js';
import { create, LINE, LINE_9, lossIsX, perLevel, suggestion, sweep } from './hyperband-on-a-line.js';
import { problemFor } from './problems.js';

describe('hyperband, one sweep', () => {
  it.each(SIZE_RULES)('evaluates as often at each fidelity as the table of %s, with 1 and with 7 workers', (rule) => {
    const expected: Record<string, number> = {};
    for (const { rungs } of brackets({ lower: 1, upper: 81, eta: 3, rule })) {
      for (const { size, level } of rungs) expected[level] = (expected[level] ?? 0) + size;
    }
    expect(perLevel(sweep(LINE, { rule }))).toEqual(expected);
    expect(perLevel(sweep(LINE, { rule }, { workers: 7 }))).toEqual(expected);
  });

  it('has counts known from HpBandSter: 81, 54, 27, 15 and 10 of 187', () => {
    expect(perLevel(sweep(LINE))).toEqual({
      1: 81,
      3: 27 + 27,
      9: 9 + 9 + 9,
      27: 3 + 3 + 3 + 6,
      81: 1 + 1 + 1 + 2 + 5,
    });
  });

  it('promotes the best third of each rung, in the order in which they were sampled', () => {
    const asks = sweep(LINE_9);
    const first = asks.slice(0, 9);
    const ranked = first.map(({ configuration }) => configuration['x'] as number).sort((a, b) => a - b);
    const bound = ranked[2] as number;
    const best = first.filter(({ configuration }) => (configuration['x'] as number) <= bound);
    expect(asks.slice(9, 12).map(({ trial }) => trial)).toEqual(best.map(({ trial }) => trial));
    expect(asks[12]?.configuration['x']).toBe(ranked[0]);
    expect(asks.slice(0, 18).map(({ origin }) => origin)).toEqual([
      ...Array.from({ length: 9 }, () => ({ bracket: 0, s: 2, rung: 0 })),
      ...Array.from({ length: 3 }, () => ({ bracket: 0, s: 2, rung: 1 })),
      { bracket: 0, s: 2, rung: 2 },
      ...Array.from({ length: 3 }, () => ({ bracket: 1, s: 1, rung: 0 })),
      { bracket: 1, s: 1, rung: 1 },
      { bracket: 2, s: 0, rung: 0 },
    ]);
  });

  it.each([
    ['hpbandster', 128],
    ['paper', 143],
  ] as const)(
    'by the rule %s finds the minimum of %d uniform numbers, in the mean',
    (rule, n) => {
      const repeats = 2000;
      let sum = 0;
      for (let seed = 0; seed < repeats; seed++) {
        const optimizer = create(LINE, { rule, cycles: 1 }, `uniform ${seed}`);
        const best = Math.min(...runQuickly(optimizer));
        sum += best;
      }
      // Minimum of n uniforms: mean 1/(n+1), variance n/((n+1)^2 (n+2)).
      const standardError = Math.sqrt(n / ((n + 1) ** 2 * (n + 2)) / repeats);
      expect(Math.abs(sum / repeats - 1 / (n + 1))).toBeLessThan(4 * standardError);
    },
    60_000,
  );

  it('draws the configurations of random search at the same seed, and its incumbent is their best', () => {
    const problem = problemFor(randomSearch, LINE);
    for (let seed = 0; seed < 20; seed++) {
      const random = randomSearch.create(problem, { deduplicate: false }, createRng(seed));
      const drawn = suggestionsOf(drive(random, { workers: 1, evaluations: 128, evaluate: lossIsX }));
      const optimizer = create(LINE, { cycles: 1 }, seed);
      const asks = suggestionsOf(drive(optimizer, { workers: 1, evaluations: 1e4, evaluate: lossIsX }));
      const values = drawn.map(({ configuration }) => configuration['x'] as number);
      const full = asks.filter(({ fidelity }) => fidelity['epochs'] === 81);
      expect(new Set(asks.map(({ configuration }) => configuration['x']))).toEqual(new Set(values));
      expect(Math.min(...full.map(({ configuration }) => configuration['x'] as number))).toBe(Math.min(...values));
    }
  });
});

/** One worker, no log: x of every evaluation. */
function runQuickly(optimizer: Optimizer): number[] {
  const seen: number[] = [];
  for (let evaluation = 0; ; evaluation++) {
    const ask = optimizer.ask({ spent: 0, free: 1 }) as Ask;
    if (ask.kind !== 'suggest') return seen;
    const evaluated = lossIsX(ask.suggestion, evaluation);
    seen.push(evaluated.objectives[0] as number);
    void optimizer.tell({ evaluation, suggestion: ask.suggestion, ...evaluated });
  }
}

describe('hyperband, in parallel', () => {
  it('fills idle workers from the oldest bracket that has something to ask, and opens a new one only then', () => {
    const optimizer = create(LINE_9);
    const asked = Array.from({ length: 11 }, () => suggestion(optimizer.ask({ spent: 0, free: 1 })));
    expect(asked.map(({ origin }) => origin?.['bracket'])).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1]);
    // The rung of bracket 0 ends while bracket 1 still has one to ask: the promoted ones go first.
    for (let evaluation = 8; evaluation >= 0; evaluation--) {
      const told = asked[evaluation] as Suggestion;
      void optimizer.tell({ evaluation, suggestion: told, ...lossIsX(told, evaluation) });
    }
    const next = Array.from({ length: 5 }, () => suggestion(optimizer.ask({ spent: 0, free: 1 })));
    expect(next.map(({ origin }) => [origin?.['bracket'], origin?.['rung']])).toEqual([
      [0, 1],
      [0, 1],
      [0, 1],
      [1, 0],
      [2, 0],
    ]);
  });

  it('waits for what is outstanding once its cycles are used up, and then is done', () => {
    const optimizer = create(LINE_9, { cycles: 2 });
    const events = drive(optimizer, { workers: 5, evaluations: 1e4, evaluate: lossIsX });
    const kinds = events.flatMap((event) => (event.kind === 'ask' ? [event.answer.kind] : []));
    expect(kinds.filter((kind) => kind === 'suggest')).toHaveLength(2 * 20);
    expect(kinds).toContain('wait');
    expect(kinds.at(-1)).toBe('done');
    expect(optimizer.ask({ spent: 1, free: 5 })).toEqual({ kind: 'done' });
  });
});
