import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/core/types.js';
import type { Arrival, Pending } from '../../src/runner/clocks/clock.js';
import { virtualClock } from '../../src/runner/clocks/virtual.js';

function pendingOf(evaluation: number, start: number): Pending {
  const suggestion = { trial: evaluation, configuration: {}, fidelity: {} };
  return { evaluation, suggestion, worker: 0, start, seed: 0 };
}

function outcomeOf(cost: number): Answer {
  return { status: 'completed', cost, metrics: {} };
}

/** What a run with `workers` workers must see: by looking at all evaluations under way, one event after another. */
function oracle(costs: readonly number[], workers: number): string[] {
  const events: string[] = [];
  let under: { evaluation: number; end: number }[] = [];
  let now = 0;
  let next = 0;
  for (;;) {
    while (under.length < workers && next < costs.length) {
      events.push(`start ${next} at ${now}`);
      under.push({ evaluation: next, end: now + (costs[next] as number) });
      next++;
    }
    const [first] = [...under].sort((a, b) => a.end - b.end || a.evaluation - b.evaluation);
    if (first === undefined) return events;
    under = under.filter((each) => each !== first);
    now = first.end;
    events.push(`end ${first.evaluation} at ${now}`);
  }
}

async function simulate(costs: readonly number[], workers: number, later: readonly boolean[]): Promise<string[]> {
  const clock = virtualClock();
  const events: string[] = [];
  let busy = 0;
  let next = 0;
  for (;;) {
    while (busy < workers && next < costs.length) {
      events.push(`start ${next} at ${clock.now()}`);
      const charged = { outcome: outcomeOf(costs[next] as number) };
      clock.expect(pendingOf(next, clock.now()), later[next] === true ? Promise.resolve(charged) : charged);
      next++;
      busy++;
    }
    if (busy === 0) return events;
    const finished = (await clock.next(Infinity)) as Arrival;
    busy--;
    events.push(`end ${finished.pending.evaluation} at ${finished.at}`);
  }
}

describe('the virtual clock', () => {
  it('gives the events of a brute-force oracle, for any costs and workers, whether answers come at once or later', async () => {
    // Few different costs, so that many events fall on the same instant.
    const costs = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(costs, fc.integer({ min: 1, max: 9 }), fc.array(fc.boolean()), async (all, workers, later) => {
        expect(await simulate(all, workers, later)).toEqual(oracle(all, workers));
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('stands at the limit when nothing ends before it', () => {
    const clock = virtualClock();
    clock.expect(pendingOf(0, 0), { outcome: outcomeOf(5) });
    expect(clock.next(3)).toBeUndefined();
    expect(clock.now()).toBe(3);
  });

  it('hands out what ends exactly at the limit', () => {
    const clock = virtualClock();
    clock.expect(pendingOf(0, 0), { outcome: outcomeOf(3) });
    expect(clock.next(3)).toMatchObject({ at: 3 });
  });
});
