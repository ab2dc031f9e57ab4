import { describe, expect, it } from 'vitest';
import type { JsonObject, Suggestion } from '../../src/core/types.js';
import asyncHyperband from '../../src/optimizers/async-hyperband.js';
import { bracketShares } from '../../src/optimizers/parts/bracket-weights.js';
import { create, lineTo, trace } from './async-on-a-line.js';
import { drive, suggestionsOf, type Drive, type Event } from './drive.js';
import { lossIsX } from './hyperband-on-a-line.js';

const LEVELS = [1, 3, 9, 27, 81];

function run(given: JsonObject, evaluations: number, more: Partial<Drive> = {}): Event[] {
  const optimizer = create(given, { definition: asyncHyperband, source: lineTo(81) });
  return drive(optimizer, { workers: 1, evaluations, evaluate: lossIsX, ...more });
}

const newTrials = (events: readonly Event[]): Suggestion[] =>
  suggestionsOf(events).filter(({ origin }) => origin?.['rung'] === 0);

describe('async-hyperband', () => {
  it('begins trials in bracket s at the s-th level, each bracket as often as its share', () => {
    for (const weights of ['synetune', 'synetune-0.16', 'optuna'] as const) {
      const trials = newTrials(run({ weights }, 3000, { workers: 4 }));
      const counts = LEVELS.map(() => 0);
      for (const { fidelity, origin } of trials) {
        const s = origin?.['bracket'] as number;
        counts[s] = (counts[s] ?? 0) + 1;
        expect(fidelity['epochs']).toBe(LEVELS[s]);
      }
      const beginnings = LEVELS.map((level, place) => ({ level, place }));
      bracketShares(weights, beginnings, { eta: 3, brackets: 5 }).forEach((share, s) => {
        const error = Math.sqrt((share * (1 - share)) / trials.length);
        expect(Math.abs((counts[s] as number) / trials.length - share)).toBeLessThan(4 * error);
      });
    }
  });

  it('with one bracket is asha, to the last configuration', () => {
    const single = suggestionsOf(run({ brackets: 1 }, 300, { workers: 3 }));
    const asha = suggestionsOf(
      drive(create({}, { source: lineTo(81) }), { workers: 3, evaluations: 300, evaluate: lossIsX }),
    );
    expect(single).toEqual(asha);
  });

  it('compares trials within their bracket, or with all that share the level', () => {
    for (const rungs of ['own', 'shared'] as const) {
      const finished = new Map<string, number[]>();
      const promoted = new Map<string, number>();
      const keyOf = (bracket: unknown, level: number): string =>
        rungs === 'own' ? `${String(bracket)} ${level}` : `${level}`;
      for (const event of run({ rungs }, 1500, { workers: 8 })) {
        if (event.kind === 'tell') {
          const { suggestion, objectives } = event.observation;
          const key = keyOf(suggestion.origin?.['bracket'], suggestion.fidelity['epochs'] as number);
          finished.set(key, [...(finished.get(key) ?? []), objectives[0] as number]);
        } else if (event.kind === 'ask' && event.answer.kind === 'suggest') {
          const { origin, fidelity, configuration } = event.answer.suggestion;
          if (origin?.['rung'] === 0) continue;
          const key = keyOf(origin?.['bracket'], (fidelity['epochs'] as number) / 3);
          const seen = [...(finished.get(key) ?? [])].sort((a, b) => a - b);
          const rank = seen.indexOf(configuration['x'] as number);
          expect(rank).toBeGreaterThanOrEqual(0);
          expect(rank).toBeLessThan(Math.floor(seen.length / 3));
          promoted.set(key, (promoted.get(key) ?? 0) + 1);
        }
      }
      expect(promoted.size).toBe(rungs === 'own' ? 4 + 3 + 2 + 1 : 4);
    }
  });

  it('stops running trials by the rungs of their bracket', () => {
    const events = run({ type: 'stopping' }, 400, { workers: 4 });
    for (const { watch = [], origin, fidelity } of suggestionsOf(events)) {
      expect([...watch, fidelity['epochs']]).toEqual(LEVELS.slice(origin?.['bracket'] as number));
    }
    const decisions = events.flatMap((event) => (event.kind === 'report' ? [event.decision] : []));
    expect(new Set(decisions)).toEqual(new Set(['continue', 'stop']));
  });

  it('draws no bracket for a promotion, or once its trials are used up', () => {
    const kinds = (events: readonly Event[]): string[] =>
      events.flatMap((event) => (event.kind === 'ask' ? [event.answer.kind] : []));
    const events = run({ trials: 50 }, 1e4, { workers: 64 });
    expect(newTrials(events)).toHaveLength(50);
    expect(kinds(events)).toContain('wait');
    expect(kinds(events).at(-1)).toBe('done');
    expect(trace(run({ trials: 50 }, 1e4, { workers: 64 }))).toBe(trace(events));
  });
});
