import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPending } from '../../src/optimizers/parts/pending.js';
import { bestSelector, type Candidate } from '../../src/optimizers/parts/selector.js';
import { thrown } from '../fidelity/thrown.js';

const candidate = (loss: number, trial: number): Candidate => ({
  trial,
  configuration: {},
  objectives: [loss],
  metrics: { loss },
});

describe('the best selector', () => {
  it('promotes the smallest loss, never the largest', () => {
    expect(bestSelector([3, 1, 2].map(candidate), 1)).toEqual([1]);
    expect(bestSelector([3, 1, 2].map(candidate), 3)).toEqual([1, 2, 0]);
  });

  it('prefers the older trial where losses are equal, wherever it stands', () => {
    const candidates = [candidate(1, 7), candidate(1, 2), candidate(0, 9), candidate(1, 5)];
    expect(bestSelector(candidates, 3)).toEqual([2, 1, 3]);
  });

  it('ranks small rungs and large ones by (loss, trial); losses of the other sign reverse it', () => {
    const losses = fc.array(fc.integer({ min: -50, max: 50 }), { maxLength: 500, size: 'max' });
    fc.assert(
      fc.property(losses, fc.nat(500), (values, wanted) => {
        const size = Math.min(wanted, values.length);
        const order = values.map((_, index) => index);
        const ranked = [...order].sort((i, j) => (values[i] as number) - (values[j] as number) || i - j);
        expect(bestSelector(values.map(candidate), size)).toEqual(ranked.slice(0, size));
        const unique = values.map((value, index) => candidate(value + index / 1000, index));
        const negated = unique.map(({ objectives, trial }) => candidate(-(objectives[0] as number), trial));
        expect(bestSelector(negated, values.length)).toEqual([...bestSelector(unique, values.length)].reverse());
      }),
    );
  });
});

describe('pending evaluations', () => {
  it('are what was added and not yet taken, in whatever order they end', () => {
    const steps = fc.array(fc.nat(), { maxLength: 400, size: 'max' });
    fc.assert(
      fc.property(steps, fc.double({ min: 0.2, max: 0.8, noNaN: true }), (choices, share) => {
        const pending = createPending<string>();
        const model = new Map<number, string>();
        choices.forEach((choice, step) => {
          const keys = [...model.keys()];
          if (keys.length === 0 || (choice % 1000) / 1000 < share) {
            model.set(pending.add(`item ${step}`), `item ${step}`);
          } else {
            const key = keys[choice % keys.length] as number;
            expect(pending.take(key)).toBe(model.get(key));
            model.delete(key);
            expect(thrown(() => pending.take(key))).toMatch(/^bug /);
          }
          expect(pending.isEmpty()).toBe(model.size === 0);
        });
      }),
    );
  });

  it('bear a straggler that outlives a hundred thousand others', () => {
    const pending = createPending<number>();
    pending.add(-1);
    let wrong = 0;
    for (let i = 1; i <= 1e5; i++) if (pending.take(pending.add(i)) !== i) wrong++;
    expect(wrong).toBe(0);
    expect(pending.take(0)).toBe(-1);
    expect(pending.isEmpty()).toBe(true);
    for (const evaluation of [-1, 0.5, Number.NaN]) expect(thrown(() => pending.take(evaluation))).toMatch(/^bug /);
  });
});
