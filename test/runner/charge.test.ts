import { describe, expect, it } from 'vitest';
import type { Completed } from '../../src/core/types.js';
import { createCharge } from '../../src/runner/charge.js';
import type { Kept, Pending } from '../../src/runner/clocks/clock.js';

const suggestion = { trial: 0, configuration: {}, fidelity: {} };
const kept: Kept = { evaluation: 0, suggestion, restartCost: 10, checkpoint: 'token' };
const fresh: Pending = { evaluation: 1, suggestion, worker: 0, start: 0, seed: 0 };
const continuing: Pending = { ...fresh, continued: kept };
const after = (cost: number): Completed => ({ status: 'completed', cost, metrics: {} });

describe('on a recorded clock', () => {
  const resume = createCharge({ clock: 'virtual', accounting: 'resume' });

  it('an evaluation from scratch is charged in full', () => {
    expect(resume(fresh, after(30))).toEqual({ outcome: after(30) });
  });

  it('a continued one is charged the difference, and its cost from scratch is kept beside it', () => {
    expect(resume(continuing, after(30))).toEqual({ outcome: after(20), restartCost: 30 });
  });

  it('a table whose cost falls with the level gives no time back', () => {
    expect(resume(continuing, after(4))).toEqual({ outcome: after(0), restartCost: 4 });
  });

  it('under restart a continued one is charged in full', () => {
    const restart = createCharge({ clock: 'virtual', accounting: 'restart' });
    expect(restart(continuing, after(30))).toEqual({ outcome: after(30) });
  });

  it('what costs more than the deadline timed out at the deadline; the difference counts', () => {
    const charge = createCharge({ clock: 'virtual', accounting: 'resume', deadline: 25 });
    expect(charge(fresh, after(30)).outcome).toMatchObject({ status: 'timed-out', cost: 25, code: 'deadline' });
    expect(charge(continuing, after(30)).outcome).toEqual(after(20));
  });

  it('a failure costs what it cost', () => {
    const failed = { status: 'failed', cost: 3, code: 'objective-failed', message: '' } as const;
    expect(resume(continuing, failed)).toEqual({ outcome: failed });
  });
});

describe('on a measured clock', () => {
  const charge = createCharge({ clock: 'real', accounting: 'resume' });

  it('a continued evaluation cost its own seconds, and from scratch those of its trial', () => {
    expect(charge(continuing, after(7))).toEqual({ outcome: after(7), restartCost: 17 });
  });

  it('one whose checkpoint was gone did all of the work: nothing is counted twice', () => {
    const outcome: Completed = { ...after(20), restarted: true };
    expect(charge(continuing, outcome)).toEqual({ outcome });
  });

  it('so did one whose guest had kept no checkpoint', () => {
    const without: Kept = { evaluation: 0, suggestion, restartCost: 10 };
    expect(charge({ ...fresh, continued: without }, after(20))).toEqual({ outcome: after(20) });
  });
});
