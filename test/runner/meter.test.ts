import { describe, expect, it } from 'vitest';
import { createFidelitySpace } from '../../src/fidelity/space.js';
import { createMeter } from '../../src/runner/meter.js';

const fidelities = createFidelitySpace([
  { name: 'epoch', type: 'integer', lower: 1, upper: 27, continuation: true, unit: 'epochs' },
]);

describe('the budget of a run', () => {
  it('in evaluations admits exactly so many', () => {
    const meter = createMeter({ evaluations: 2 }, fidelities, true);
    expect([meter.admit({ epoch: 1 }, undefined), meter.exhausted(0)]).toEqual([true, undefined]);
    expect([meter.admit({ epoch: 1 }, undefined), meter.exhausted(0)]).toEqual([true, 'evaluations']);
  });

  it('in full evaluations takes thirds that do not add up in binary, and not one more', () => {
    const meter = createMeter({ fullEvaluations: 3 }, fidelities, true);
    for (let i = 0; i < 81; i++) expect(meter.admit({ epoch: 1 }, undefined)).toBe(true);
    expect(meter.exhausted(0)).toBe('fullEvaluations');
    expect(meter.admit({ epoch: 1 }, undefined)).toBe(false);
  });

  it('is never overdrawn: an evaluation that does not fit is refused, whole', () => {
    const meter = createMeter({ fullEvaluations: 1.5 }, fidelities, true);
    expect(meter.admit({ epoch: 27 }, undefined)).toBe(true);
    expect(meter.admit({ epoch: 27 }, undefined)).toBe(false);
    expect(meter.spent(0)).toBeCloseTo(2 / 3);
  });

  it('pays for a watched evaluation level by level, and is used up by the first refusal', () => {
    const meter = createMeter({ fullEvaluations: 1 }, fidelities, true);
    expect(meter.admit({ epoch: 9 }, undefined)).toBe(true);
    expect(meter.extend({ epoch: 9 }, { epoch: 18 })).toBe(true);
    expect(meter.spent(0)).toBeCloseTo(2 / 3);
    expect(meter.admit({ epoch: 1 }, undefined)).toBe(true);
    expect([meter.exhausted(0), meter.extend({ epoch: 18 }, { epoch: 27 }), meter.exhausted(0)]).toEqual([
      undefined,
      false,
      'fullEvaluations',
    ]);
    expect(meter.extend({ epoch: 1 }, { epoch: 3 })).toBe(true);
  });

  it('counts a continued evaluation by the difference under resume, in full under restart', () => {
    const [resume, restart] = [true, false].map((each) => createMeter({ fullEvaluations: 2 }, fidelities, each));
    for (const meter of [resume, restart]) meter?.admit({ epoch: 27 }, { epoch: 9 });
    expect([resume?.spent(0), restart?.spent(0)]).toEqual([expect.closeTo(1 / 3), 0.5]);
  });

  it('in seconds ends at its time, and the nearest limit counts', () => {
    const meter = createMeter({ seconds: 10, evaluations: 100 }, fidelities, true);
    expect(meter.exhausted(9.99)).toBeUndefined();
    expect(meter.exhausted(10)).toBe('seconds');
    expect(meter.spent(5)).toBe(0.5);
  });
});
