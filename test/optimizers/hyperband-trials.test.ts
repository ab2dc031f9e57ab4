import { describe, expect, it } from 'vitest';
import { createRng } from '../../src/core/rng.js';
import type { JsonObject } from '../../src/core/types.js';
import hyperband from '../../src/optimizers/hyperband.js';
import type { HyperbandOptions } from '../../src/optimizers/parts/hyperband-plan.js';
import { thrown } from '../fidelity/thrown.js';
import { drive, landscape, suggestionsOf, type Drive } from './drive.js';
import { create, failing, LINE, LINE_9, lossIsX, OPTIONS, perLevel, suggestion, sweep } from './hyperband-on-a-line.js';
import { EPOCHS, problemFor, PROBLEMS, type ProblemSource } from './problems.js';

describe('hyperband, when evaluations fail', () => {
  /** Seven of the first nine, and nothing else. */
  const sevenOfNine: Drive['evaluate'] = (asked, evaluation) =>
    evaluation < 7 ? failing(asked, evaluation) : lossIsX(asked, evaluation);

  it('promotes fewer', () => {
    const asks = sweep(LINE_9, {}, { evaluate: sevenOfNine });
    expect(asks.slice(9, 13).map(({ trial, fidelity }) => [trial, fidelity['epochs']])).toEqual([
      [7, 3],
      [8, 3],
      [(asks[7]?.configuration['x'] as number) < (asks[8]?.configuration['x'] as number) ? 7 : 8, 9],
      [9, 3],
    ]);
  });

  it('ends a bracket that nobody survives', () => {
    expect(perLevel(sweep(LINE_9, {}, { evaluate: failing }))).toEqual({ 1: 9, 3: 3, 9: 3 });
  });

  it('puts new configurations into the higher rung if asked to', () => {
    const asks = sweep(LINE_9, { refill: 'new' }, { evaluate: sevenOfNine });
    expect(asks.slice(9, 12).map(({ trial, fidelity }) => [trial, fidelity['epochs']])).toEqual([
      [7, 3],
      [8, 3],
      [9, 3],
    ]);
    const all = sweep(LINE_9, { refill: 'new' }, { evaluate: failing });
    expect(perLevel(all)).toEqual({ 1: 9, 3: 3 + 3, 9: 1 + 1 + 3 });
    expect(new Set(all.map(({ trial }) => trial)).size).toBe(all.length);
  });

  it('calls objectives that are not finite a bug of the caller', () => {
    const optimizer = create(LINE_9);
    const asked = suggestion(optimizer.ask({ spent: 0, free: 1 }));
    const told = { evaluation: 0, suggestion: asked, ...lossIsX(asked, 0), objectives: [Number.NaN] };
    expect(thrown(() => optimizer.tell(told))).toBe('bug : evaluation 0 completed with the objectives [NaN]');
  });
});

describe('hyperband and checkpoints', () => {
  it('continues a trial from the rung below', () => {
    const asks = sweep(LINE_9);
    for (const asked of asks) {
      if (asked.origin?.['rung'] === 0) expect(asked.continues).toBeUndefined();
      else expect(asks[asked.continues as number]?.trial).toBe(asked.trial);
    }
    expect(asks[12]?.continues).toBeGreaterThanOrEqual(9);
  });

  it('decides the same where nothing can be continued', () => {
    const fresh = sweep({ ...LINE, fidelities: [{ ...EPOCHS, upper: 81, continuation: false }] });
    expect(fresh.some(({ continues }) => continues !== undefined)).toBe(false);
    const continued = sweep(LINE).map(({ trial, fidelity }) => [trial, fidelity]);
    expect(fresh.map(({ trial, fidelity }) => [trial, fidelity])).toEqual(continued);
  });

  it('releases losers when their rung ends, the failed at once, and winners at the top', () => {
    const evaluate: Drive['evaluate'] = (asked, evaluation) =>
      evaluation === 4 ? failing(asked, evaluation) : lossIsX(asked, evaluation);
    const events = drive(create(LINE_9, { cycles: 1 }), { workers: 1, evaluations: 1e4, evaluate });
    const released = events.flatMap((event) => (event.kind === 'tell' ? [event.released] : []));
    expect(released.slice(0, 13).map((trials) => trials.length)).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 5, 0, 0, 2, 1]);
    expect(released[4]).toEqual([4]);
    expect([...released.flat()].sort((a, b) => a - b)).toEqual(Array.from({ length: 9 + 3 + 3 }, (_, trial) => trial));
  });
});

describe('hyperband and its options', () => {
  it('drives the axis it is told to and leaves the others at their highest', () => {
    const problem = problemFor(hyperband, PROBLEMS['two axes']);
    const evaluate = landscape(problem);
    const levels = (given: JsonObject): unknown[] => {
      const asks = suggestionsOf(drive(create(PROBLEMS['two axes'], given), { workers: 1, evaluations: 60, evaluate }));
      return [...new Set(asks.map(({ fidelity }) => JSON.stringify(fidelity)))].sort();
    };
    expect(levels({ fidelity: 'data', eta: 2 })).toEqual([
      '{"epochs":27,"data":0.25}',
      '{"epochs":27,"data":0.5}',
      '{"epochs":27,"data":1}',
    ]);
    expect(levels({ minimum: 3 })).toEqual([
      '{"epochs":27,"data":1}',
      '{"epochs":3,"data":1}',
      '{"epochs":9,"data":1}',
    ]);
  });

  it.each<[JsonObject, ProblemSource, string]>([
    [{ fidelity: 'epoch' }, LINE, 'user fidelity: the benchmark has no fidelity "epoch" (did you mean "epochs"?)'],
    [{ minimum: 0.5 }, LINE, 'user minimum: 0.5 is not a level of "epochs", which runs over 1 .. 81'],
    [{ minimum: 82 }, LINE, 'user minimum: 82 is not a level of "epochs", which runs over 1 .. 81'],
    [{}, { ...LINE, fidelities: [] }, 'user fidelity: the benchmark has no fidelity to drive'],
  ])('refuses %j', (given, source, message) => {
    expect(thrown(() => create(source, given))).toBe(message);
  });

  it('refuses an eta of 1 twice: by its schema, and where a schema was not asked', () => {
    expect(OPTIONS.check({ eta: 1 })).toHaveLength(1);
    const options: HyperbandOptions = { eta: 1, rule: 'paper', refill: 'none' };
    const attempt = (): unknown => hyperband.create(problemFor(hyperband, LINE), options, createRng(0));
    expect(thrown(attempt)).toBe('user eta: eta must be above 1, found 1');
  });
});
