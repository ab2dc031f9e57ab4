import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../src/core/rng.js';
import type { JsonObject } from '../../src/core/types.js';
import { thrown } from '../fidelity/thrown.js';
import { create, lineTo, lossesByTrial, trace, type Made } from './async-on-a-line.js';
import { drive, suggestionsOf, type Drive, type Event } from './drive.js';
import { failing, lossIsX } from './hyperband-on-a-line.js';
import { EPOCHS, PROBLEMS } from './problems.js';

/** Losses of the traces in specs/optimizers.md, B3. */
const LOSSES = [5, 3, 8, 1, 9, 2, 7, 6, 4, 0, ...Array.from({ length: 90 }, (_, i) => 10 + i)];

function run(given: JsonObject, evaluations: number, more: Partial<Drive> = {}, made: Made = {}): Event[] {
  return drive(create(given, made), { workers: 1, evaluations, evaluate: lossesByTrial(LOSSES), ...more });
}

describe('asha by promotion, one worker, r = 1, R = 9, eta = 3', () => {
  const EXPECTED = {
    paper: '0@1 1@1 2@1 1@3 3@1 3@3 4@1 5@1 5@3 3@9 6@1 7@1 8@1 9@1 9@3 9@9 10@1 11@1 12@1 13@1 14@1 8@3 15@1 16@1',
    synetune: '0@1 1@1 1@3 2@1 3@1 3@3 3@9 4@1 5@1 5@3 6@1 7@1 8@1 9@1 9@3 9@9 10@1 11@1 12@1 8@3 13@1 14@1 15@1 0@3',
  };

  it.each(Object.entries(EXPECTED))('follows the known trace of the rule %s', (rule, expected) => {
    expect(trace(run({ rule }, expected.split(' ').length))).toBe(expected);
  });

  it('takes the rule of the paper by default', () => {
    expect(trace(run({}, 24))).toBe(EXPECTED.paper);
  });

  it('promotes at once where at least one is promoted, by the rules of mlr3hyperband and Optuna', () => {
    const start = '0@1 0@3 0@9 1@1 1@3 1@9 2@1 3@1 3@3 3@9 4@1 5@1 5@3';
    for (const rule of ['mlr3hyperband', 'optuna']) expect(trace(run({ rule }, 13))).toBe(start);
  });

  it('promotes ties together by the rule of Optuna only', () => {
    const evaluate = lossesByTrial(Array.from({ length: 100 }, () => 1));
    const promoted = (rule: string): number =>
      suggestionsOf(run({ rule, trials: 9 }, 100, { evaluate })).filter(({ origin }) => origin?.['rung'] === 1).length;
    expect([promoted('paper'), promoted('mlr3hyperband'), promoted('optuna')]).toEqual([3, 3, 9]);
  });
});

describe('asha by stopping, one worker, r = 1, R = 9, eta = 3', () => {
  /** The level that each of the first trials reached. */
  const reached = (given: JsonObject): number[] => {
    const events = run({ type: 'stopping', ...given }, 12);
    return events.flatMap((event) =>
      event.kind !== 'tell'
        ? []
        : [event.observation.outcome.status === 'stopped' ? event.observation.outcome.level : 9],
    );
  };

  it('lets trials 0, 1, 3, 5 and 9 reach the top by the quantile rule, its default', () => {
    expect(reached({})).toEqual([9, 9, 1, 9, 1, 9, 1, 1, 1, 9, 1, 1]);
    expect(reached({ rule: 'synetune' })).toEqual(reached({}));
  });

  it("stops trial 5 at 3 by Optuna's index rule, and the others where the quantile rule does", () => {
    expect(reached({ rule: 'optuna' })).toEqual([9, 9, 1, 9, 1, 3, 1, 1, 1, 9, 1, 1]);
  });

  it('has every trial watched at the rungs below the top, and asks for no other evaluation', () => {
    for (const { fidelity, watch, continues, origin } of suggestionsOf(run({ type: 'stopping' }, 12))) {
      expect([fidelity, watch, continues, origin]).toEqual([{ epochs: 9 }, [1, 3], undefined, { bracket: 0, rung: 0 }]);
    }
  });

  it('is refused where running evaluations do not come past lower levels', () => {
    const refusal = (fidelities: Made['source']): string =>
      thrown(() => create({ type: 'stopping' }, fidelities === undefined ? {} : { source: fidelities }));
    const source = { ...PROBLEMS['one level'], fidelities: [{ ...EPOCHS, continuation: false }] };
    expect(refusal(source)).toBe(
      'user type: a running evaluation cannot be judged: evaluations at a level of "epochs" do not pass through lower ones',
    );
    const { space, fidelities } = PROBLEMS['two axes'];
    const data = { ...fidelities[1], continuation: true };
    const swapped = { space, fidelities: [data, fidelities[0]] };
    expect(thrown(() => create({ type: 'stopping', fidelity: 'epochs' }, { source: swapped }))).toBe(
      'user type: a running evaluation cannot be judged: running evaluations report along "data", not along "epochs"',
    );
  });
});

describe('asha, whatever the order in which evaluations end', () => {
  const situation = fc.record({
    losses: fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 60, maxLength: 60 }),
    order: fc.infiniteStream(fc.nat()),
    workers: fc.constantFrom(1, 2, 4, 16, 64),
    failures: fc.constantFrom(0, 0.1, 0.5),
    seed: fc.nat(20),
  });

  it('promotes whom the paper would, looked up in all that has ended, and begins a trial only if there is nobody', () => {
    fc.assert(
      fc.property(situation, ({ losses, order, workers, failures, seed }) => {
        const luck = (evaluation: number): number => createRng('luck', seed, evaluation).float();
        const evaluate: Drive['evaluate'] = (asked, evaluation) =>
          luck(evaluation) < failures ? failing(asked, evaluation) : lossesByTrial(losses)(asked, evaluation);
        const next = (n: number): number => (order.next().value as number) % n;
        const events = run({ trials: 60 }, 1000, { evaluate, workers, next });
        expectPaper(events, [1, 3, 9], losses);
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it('stops whom the rule would, looked up in all that was reported before, and never the first at a rung', () => {
    fc.assert(
      fc.property(
        situation,
        fc.constantFrom('synetune', 'optuna'),
        ({ losses, order, workers, failures, seed }, rule) => {
          const luck = (evaluation: number): number => createRng('luck', seed, evaluation).float();
          const evaluate: Drive['evaluate'] = (asked, evaluation) =>
            luck(evaluation) < failures ? failing(asked, evaluation) : lossesByTrial(losses)(asked, evaluation);
          const next = (n: number): number => (order.next().value as number) % n;
          const events = run({ type: 'stopping', rule, trials: 60 }, 1000, { evaluate, workers, next });
          const rungs = new Map<number, number[]>();
          for (const event of events) {
            if (event.kind !== 'report') continue;
            const { level, objectives } = event.report;
            const loss = objectives[0] as number;
            const seen = [...(rungs.get(level) ?? []), loss].sort((a, b) => a - b);
            rungs.set(level, seen);
            const good = seen.length === 1 || loss <= (rule === 'optuna' ? indexCutoff(seen) : interpolatedThird(seen));
            expect(event.decision).toBe(good ? 'continue' : 'stop');
          }
        },
      ),
      { numRuns: 100, seed: 1 },
    );
  });

  it('never waits as long as trials may begin, with 64 workers too; then it waits, and is done', () => {
    const kinds = run({ trials: 100 }, 1e4, { workers: 64 }).flatMap((event) =>
      event.kind === 'ask' ? [event.answer.kind] : [],
    );
    expect(kinds.indexOf('wait')).toBeGreaterThanOrEqual(100);
    expect(kinds.at(-1)).toBe('done');
    const endless = run({}, 300, { workers: 64, evaluate: lossIsX }).flatMap((event) =>
      event.kind === 'ask' ? [event.answer.kind] : [],
    );
    expect(new Set(endless)).toEqual(new Set(['suggest']));
  });
});

function indexCutoff(sorted: readonly number[]): number {
  return sorted[Math.max(Math.floor(sorted.length / 3) - 1, 0)] as number;
}

/** The quantile at 1/3, in whole numbers of thirds: no rounding. */
function interpolatedThird(sorted: readonly number[]): number {
  const thirds = sorted.length - 1;
  const [below, part] = [Math.floor(thirds / 3), thirds % 3];
  const lower = sorted[below] as number;
  return part === 0 ? lower : ((3 - part) * lower + part * (sorted[below + 1] as number)) / 3;
}

/** Algorithm 2 of the paper by brute force: at each question, all rungs from the top, everything counted anew. */
function expectPaper(events: readonly Event[], levels: readonly number[], losses: readonly number[]): void {
  const rungs = levels.map(() => ({ finished: [] as number[], promoted: new Set<number>() }));
  let trials = 0;
  for (const event of events) {
    if (event.kind === 'tell') {
      const { suggestion, outcome } = event.observation;
      const rung = rungs[levels.indexOf(suggestion.fidelity['epochs'] as number)];
      if (outcome.status === 'completed') rung?.finished.push(suggestion.trial);
    } else if (event.kind === 'ask' && event.answer.kind === 'suggest') {
      const { trial, fidelity } = event.answer.suggestion;
      const expected = promotable(rungs, losses) ?? { trial: trials, k: 0 };
      expect({ trial, level: fidelity['epochs'] }).toEqual({ trial: expected.trial, level: levels[expected.k] });
      if (expected.k === 0) trials++;
      else rungs[expected.k - 1]?.promoted.add(trial);
    }
  }
}

function promotable(
  rungs: readonly { readonly finished: readonly number[]; readonly promoted: ReadonlySet<number> }[],
  losses: readonly number[],
): { trial: number; k: number } | undefined {
  for (let k = rungs.length - 2; k >= 0; k--) {
    const { finished, promoted } = rungs[k] ?? { finished: [], promoted: new Set() };
    const best = [...finished].sort((a, b) => (losses[a] as number) - (losses[b] as number) || a - b);
    const trial = best.slice(0, Math.floor(finished.length / 3)).find((each) => !promoted.has(each));
    if (trial !== undefined) return { trial, k: k + 1 };
  }
  return undefined;
}

describe('asha and checkpoints', () => {
  const source = lineTo(27);

  it('continues each promoted trial from its evaluation at the rung below', () => {
    const asks = suggestionsOf(run({}, 200, { workers: 4, evaluate: lossIsX }, { source }));
    const promoted = asks.filter(({ origin }) => origin?.['rung'] !== 0);
    expect(promoted.length).toBeGreaterThan(40);
    for (const { trial, fidelity, continues } of promoted) {
      const before = asks[continues as number];
      expect([before?.trial, 3 * (before?.fidelity['epochs'] as number)]).toEqual([trial, fidelity['epochs']]);
    }
  });

  it('decides the same where nothing can be continued', () => {
    const fresh = { ...source, fidelities: [{ ...EPOCHS, continuation: false }] };
    const [one, other] = [source, fresh].map((each) =>
      run({}, 300, { workers: 3, evaluate: lossIsX }, { source: each }),
    );
    expect(trace(one as Event[])).toBe(trace(other as Event[]));
    expect(suggestionsOf(other as Event[]).every(({ continues }) => continues === undefined)).toBe(true);
  });

  it('releases a trial that failed or reached the top, and beyond the limit the worst of a rung', () => {
    const evaluate: Drive['evaluate'] = (asked, evaluation) =>
      evaluation === 2 ? failing(asked, evaluation) : lossesByTrial(LOSSES)(asked, evaluation);
    const released = (keep: number): string =>
      run({ keep }, 11, { evaluate })
        .flatMap((event) => (event.kind === 'tell' ? event.released : []))
        .join(' ');
    expect(trace(run({}, 12, { evaluate }))).toBe('0@1 1@1 2@1 3@1 3@3 4@1 5@1 6@1 5@3 7@1 8@1 9@1');
    expect(released(100)).toBe('2');
    // Trials 1 and 0 are kept; 3 comes before them and 0 goes; 3 is promoted, 4 is kept; 5 comes, 4 goes; 6 goes at once; 5 is
    // promoted, 7 is kept; 8 is better, 7 goes.
    expect(released(2)).toBe('2 0 4 6 7');
    const top = run({ trials: 9 }, 100, { evaluate: lossesByTrial(LOSSES) });
    const nine = top.find((event) => event.kind === 'tell' && event.observation.suggestion.fidelity['epochs'] === 9);
    expect(nine).toMatchObject({ kind: 'tell', observation: { suggestion: { trial: 3 } }, released: [3] });
  });

  it('promotes one whose checkpoint went from scratch, and decides the same', () => {
    const [all, none] = [100, 0].map((keep) => run({ keep }, 200, { workers: 2, evaluate: lossIsX }, { source }));
    expect(trace(none as Event[])).toBe(trace(all as Event[]));
    expect(suggestionsOf(none as Event[]).some(({ continues }) => continues !== undefined)).toBe(false);
  });
});
