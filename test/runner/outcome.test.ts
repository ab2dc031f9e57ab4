import { describe, expect, it } from 'vitest';
import { EvaluationError, InvalidResult } from '../../src/protocol/benchmark.js';
import { createJudge } from '../../src/runner/outcome.js';
import { descriptorOf } from '../images/family-fixture.js';

const RECORDED = descriptorOf('test');
const BOUNDED = { loss: { direction: 'minimize', role: 'objective', lower: 0, upper: 1 } } as const;
const recorded = createJudge({ ...RECORDED, metrics: BOUNDED });
const measured = createJudge({ ...RECORDED, clock: 'measured' });

describe('what a benchmark answers', () => {
  it('is completed with its metrics, its cost and its checkpoint', () => {
    const result = { metrics: { loss: 0.5 }, cost: 3, checkpoint: 'abc' };
    expect(recorded.completed(result)).toEqual({ status: 'completed', ...result });
  });

  it.each([
    [{}, 'the metric "loss" is missing'],
    [{ loss: NaN }, 'the metric "loss" is not a finite number: NaN'],
    [{ loss: 2 }, 'the metric "loss" is 2, outside its declared bounds 0 to 1'],
    [{ loss: 0, gain: 1 }, 'there are metrics that the benchmark does not declare'],
  ])('%j is refused, at its cost', (metrics, message) => {
    const outcome = recorded.completed({ metrics, cost: 3 });
    expect(outcome).toEqual({ status: 'failed', code: 'invalid-result', cost: 3, message });
  });

  it('may lack a metric that is optional, unless the study wants it', () => {
    const gain = { direction: 'maximize', role: 'objective', optional: true } as const;
    const descriptor = { ...RECORDED, metrics: { ...BOUNDED, gain } };
    const result = { metrics: { loss: 0.5 }, cost: 3 };
    expect(createJudge(descriptor).completed(result)).toMatchObject({ status: 'completed', metrics: { loss: 0.5 } });
    expect(createJudge(descriptor, ['loss']).completed(result).status).toBe('completed');
    const lacking = createJudge(descriptor, ['gain']).completed(result);
    expect(lacking).toMatchObject({ status: 'failed', cost: 3, message: 'the metric "gain" is missing' });
    const more = createJudge(descriptor).completed({ metrics: { loss: 0.5, more: 1 }, cost: 3 });
    expect(more).toMatchObject({ status: 'failed', code: 'invalid-result' });
  });

  it.each([0, -1, NaN, Infinity])('at a cost of %d is refused, at a cost above 0', (cost) => {
    const outcome = recorded.completed({ metrics: { loss: 0.5 }, cost });
    expect(outcome).toMatchObject({ status: 'failed', code: 'invalid-result' });
    expect(outcome.cost).toBeGreaterThan(0);
    expect(outcome.cost).toBeLessThan(Infinity);
  });

  it('at no cost gets the declared floor, where there is one', () => {
    const judge = createJudge({ ...RECORDED, costFloor: 0.25 });
    expect(judge.completed({ metrics: { loss: 0.5 }, cost: 0 })).toMatchObject({ status: 'completed', cost: 0.25 });
  });
});

describe('what a benchmark fails with', () => {
  it('costs the real seconds on a measured clock, and what the benchmark says on a recorded one', () => {
    const error = new EvaluationError('objective-failed', 'no convergence', 7);
    expect(measured.failed(error, 2)).toMatchObject({ status: 'failed', code: 'objective-failed', cost: 2 });
    expect(recorded.failed(error, 2)).toMatchObject({ status: 'failed', cost: 7, message: 'no convergence' });
  });

  it.each([undefined, 0, NaN, -1])(
    'costs something where the benchmark says %d, so that a budget of time ends',
    (cost) => {
      const error = new EvaluationError('objective-failed', 'no convergence', cost);
      expect(recorded.failed(error, 2).cost).toBeGreaterThan(0);
      expect(measured.lost(0).cost).toBeGreaterThan(0);
    },
  );

  it('has the status of its code', () => {
    expect(measured.failed(new EvaluationError('out-of-memory', ''), 1).status).toBe('out-of-memory');
    expect(measured.failed(new EvaluationError('cancelled', ''), 1)).toMatchObject({
      status: 'failed',
      code: 'objective-failed',
    });
    expect(measured.failed(new EvaluationError('invalid-fidelity', ''), 1).status).toBe('failed');
    expect(measured.invalid(new InvalidResult('rubbish'), 1)).toMatchObject({ code: 'invalid-result', cost: 1 });
    expect(recorded.lost(1)).toMatchObject({ status: 'failed', code: 'guest-exited' });
  });
});
