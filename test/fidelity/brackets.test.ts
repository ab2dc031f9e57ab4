import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bracketCost, brackets, SIZE_RULES, type Bracket, type SizeRule } from '../../src/fidelity/brackets.js';
import { createFidelitySpace } from '../../src/fidelity/space.js';

const shown = ({ rungs }: Bracket): string => rungs.map(({ size, level }) => `${size}@${level}`).join(' ');
const total = (sweep: readonly Bracket[]): number => sweep.reduce((sum, bracket) => sum + bracketCost(bracket), 0);
const evaluations = (sweep: readonly Bracket[]): number =>
  sweep.flatMap(({ rungs }) => rungs).reduce((sum, { size }) => sum + size, 0);
const configurations = (sweep: readonly Bracket[]): number =>
  sweep.reduce((sum, { rungs }) => sum + (rungs[0]?.size ?? 0), 0);

/** The tables of the paper (example and Algorithm 1), recomputed with HpBandSter and Syne Tune. */
const TABLES: readonly [SizeRule, [number, number, number], readonly string[], number, (readonly number[])?][] = [
  [
    'paper',
    [1, 81, 3],
    ['81@1 27@3 9@9 3@27 1@81', '34@3 11@9 3@27 1@81', '15@9 5@27 1@81', '8@27 2@81', '5@81'],
    1902,
    [405, 363, 351, 378, 405],
  ],
  [
    'hpbandster',
    [1, 81, 3],
    ['81@1 27@3 9@9 3@27 1@81', '27@3 9@9 3@27 1@81', '9@9 3@27 1@81', '6@27 2@81', '5@81'],
    1701,
    [405, 324, 243, 324, 405],
  ],
  [
    'synetune',
    [1, 81, 3],
    ['81@1 27@3 9@9 3@27 1@81', '34@3 12@9 4@27 2@81', '15@9 5@27 2@81', '8@27 3@81', '5@81'],
    2181,
    [405, 480, 432, 459, 405],
  ],
  [
    'paper',
    [9, 729, 3],
    ['81@9 27@27 9@81 3@243 1@729', '34@27 11@81 3@243 1@729', '15@81 5@243 1@729', '8@243 2@729', '5@729'],
    1902 * 9,
  ],
  [
    'synetune',
    [9, 729, 3],
    ['81@9 27@27 9@81 3@243 1@729', '34@27 12@81 4@243 2@729', '15@81 5@243 2@729', '8@243 3@729', '5@729'],
    2181 * 9,
  ],
  // Syne Tune's of the other ranges follow from its formula, ceil(q eta^(s - i)).
  ['synetune', [1, 27, 3], ['27@1 9@3 3@9 1@27', '12@3 4@9 2@27', '6@9 2@27', '4@27'], 108 + 126 + 108 + 108],
  ['synetune', [1, 9, 3], ['9@1 3@3 1@9', '5@3 2@9', '3@9'], 27 + 33 + 27],
  ['synetune', [1, 16, 4], ['16@1 4@4 1@16', '6@4 2@16', '3@16'], 48 + 56 + 48],
  ['paper', [1, 27, 3], ['27@1 9@3 3@9 1@27', '12@3 4@9 1@27', '6@9 2@27', '4@27'], 423],
  ['hpbandster', [1, 27, 3], ['27@1 9@3 3@9 1@27', '9@3 3@9 1@27', '6@9 2@27', '4@27'], 405],
  ['paper', [1, 9, 3], ['9@1 3@3 1@9', '5@3 1@9', '3@9'], 78],
  ['hpbandster', [1, 9, 3], ['9@1 3@3 1@9', '3@3 1@9', '3@9'], 72],
  ['paper', [1, 16, 4], ['16@1 4@4 1@16', '6@4 1@16', '3@16'], 136],
  ['hpbandster', [1, 16, 4], ['16@1 4@4 1@16', '4@4 1@16', '3@16'], 128],
  ['paper', [4, 108, 3], ['27@4 9@12 3@36 1@108', '12@12 4@36 1@108', '6@36 2@108', '4@108'], 423 * 4],
  ['hpbandster', [4, 108, 3], ['27@4 9@12 3@36 1@108', '9@12 3@36 1@108', '6@36 2@108', '4@108'], 405 * 4],
  [
    'hpbandster',
    [9, 729, 3],
    ['81@9 27@27 9@81 3@243 1@729', '27@27 9@81 3@243 1@729', '9@81 3@243 1@729', '6@243 2@729', '5@729'],
    1701 * 9,
  ],
];

describe('a sweep of brackets', () => {
  it.each(TABLES)('by the rule %s over %j', (rule, [lower, upper, eta], rows, cost, costs) => {
    const sweep = brackets({ lower, upper, eta, rule });
    expect(sweep.map(shown)).toEqual(rows);
    expect(sweep.map(({ s }) => s)).toEqual(rows.map((_, index) => rows.length - 1 - index));
    expect(total(sweep)).toBe(cost);
    if (costs !== undefined) expect(sweep.map(bracketCost)).toEqual(costs);
  });

  it.each([
    ['paper', 81, 206, 143],
    ['hpbandster', 81, 187, 128],
    ['synetune', 81, 211, 143],
    ['paper', 27, 69, 49],
    ['hpbandster', 27, 65, 46],
  ] as const)('by the rule %s from 1 to %d evaluates %d times, %d configurations', (rule, upper, times, count) => {
    const sweep = brackets({ lower: 1, upper, eta: 3, rule });
    expect([evaluations(sweep), configurations(sweep)]).toEqual([times, count]);
  });

  it('rounds the levels of an integer axis that its ladder misses', () => {
    const space = createFidelitySpace([
      { name: 'epochs', type: 'integer', lower: 1, upper: 200, continuation: true, unit: 'epochs' },
    ]);
    const round = (level: number): number => space.round('epochs', level);
    const sweep = brackets({ lower: 1, upper: 200, eta: 3, rule: 'hpbandster', round });
    expect(sweep[0] && shown(sweep[0])).toBe('81@2 27@7 9@22 3@67 1@200');
  });

  it('makes one rung of rungs whose levels round to the same', () => {
    const sweep = brackets({ lower: 1, upper: 4, eta: 1.5, rule: 'hpbandster', round: Math.round });
    // Unrounded 1.185, 1.778, 2.667, 4.
    expect(sweep.map(shown)).toEqual(['3@1 2@2 1@3 1@4', '2@2 1@3 1@4', '3@3 2@4', '4@4']);
    const narrow = brackets({ lower: 1, upper: 2, eta: 1.2, rule: 'paper', round: Math.round });
    // Unrounded 1.157, 1.389, 1.667, 2.
    expect(narrow.map(shown)).toEqual(['2@1 1@2', '2@1 1@2', '3@2', '4@2']);
  });

  it('shrinks while levels rise, ends at the top, and holds somebody everywhere', () => {
    const options = fc.record({
      lower: fc.constantFrom(1, 2, 0.01, 9),
      ratio: fc.double({ min: 1, max: 2000, noNaN: true }),
      eta: fc.constantFrom(1.5, 2, 2.5, 3, 4, 10),
      rule: fc.constantFrom(...SIZE_RULES),
      whole: fc.boolean(),
    });
    fc.assert(
      fc.property(options, ({ lower, ratio, eta, rule, whole }) => {
        const upper = Math.ceil(lower * ratio);
        const round = whole && lower >= 1 ? Math.round : undefined;
        for (const { rungs, s } of brackets({ lower, upper, eta, rule, ...(round && { round }) })) {
          expect(rungs.length).toBeLessThanOrEqual(s + 1);
          expect(rungs.at(-1)?.level).toBe(upper);
          rungs.forEach(({ size, level }, i) => {
            expect(Number.isInteger(size) && size >= 1).toBe(true);
            const before = rungs[i - 1];
            if (before === undefined) return;
            expect(level).toBeGreaterThan(before.level);
            expect(size).toBeLessThanOrEqual(before.size);
          });
        }
      }),
    );
  });
});
