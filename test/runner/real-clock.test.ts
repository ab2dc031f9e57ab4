import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/core/types.js';
import type { Charged, Pending } from '../../src/runner/clocks/clock.js';
import { realClock } from '../../src/runner/clocks/real.js';

const pending = (evaluation: number): Pending => ({
  evaluation,
  suggestion: { trial: evaluation, configuration: {}, fidelity: {} },
  worker: 0,
  start: 0,
  seed: 0,
});
const outcome: Answer = { status: 'completed', cost: 1, metrics: {} };

function answer(): {
  readonly ends: Promise<Charged>;
  readonly come: () => void;
  readonly fail: (error: Error) => void;
} {
  let come = (): void => undefined;
  let fail: (error: Error) => void = () => undefined;
  const ends = new Promise<Charged>((resolve, reject) => {
    come = () => {
      resolve({ outcome });
    };
    fail = reject;
  });
  return { ends, come, fail };
}

describe('the real clock', () => {
  it('hands out evaluations in the order in which their answers come, at times that never go back', async () => {
    const clock = realClock();
    const [first, second] = [answer(), answer()];
    clock.expect(pending(0), first.ends);
    clock.expect(pending(1), second.ends);
    second.come();
    const one = await clock.next(Infinity);
    first.come();
    const two = await clock.next(Infinity);
    expect([one?.pending.evaluation, two?.pending.evaluation]).toEqual([1, 0]);
    expect(two?.at).toBeGreaterThanOrEqual(one?.at ?? Infinity);
  });

  it('goes on from where a resumed run stands', () => {
    expect(realClock(100).now()).toBeGreaterThanOrEqual(100);
  });

  it('gives up waiting at the limit', async () => {
    const clock = realClock();
    clock.expect(pending(0), answer().ends);
    expect(await clock.next(0.02)).toBeUndefined();
  });

  it('leaves nothing on the signal of the study, whatever ended its wait', async () => {
    const { signal } = new AbortController();
    const clock = realClock(0, signal);
    const { ends, come } = answer();
    clock.expect(pending(0), ends);
    await clock.next(0.02);
    come();
    await clock.next(Infinity);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('wakes when the run is interrupted', async () => {
    const interruption = new AbortController();
    const clock = realClock(0, interruption.signal);
    clock.expect(pending(0), answer().ends);
    const next = clock.next(Infinity);
    interruption.abort();
    expect(await next).toBeUndefined();
  });

  it('rejects when the infrastructure fails for good', async () => {
    const clock = realClock();
    const broken = answer();
    clock.expect(pending(0), broken.ends);
    broken.fail(new Error('no engine'));
    await expect(clock.next(Infinity)).rejects.toThrow('no engine');
  });
});
