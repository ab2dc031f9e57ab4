import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { create, lineTo } from './async-on-a-line.js';
import { drive, type Drive } from './drive.js';

interface Trace {
  readonly rule: string;
  readonly source: string;
  readonly eta: number;
  readonly upper: number;
  /** By rung, by trial; with ties. */
  readonly losses: readonly (readonly number[])[];
  /** By trial, where it was stopped. */
  readonly reached: readonly number[];
}

describe('asha by stopping beside the packages that its rules are named after', () => {
  // Recorded with the packages' own code: `Bracket.on_result` of 0.16.0, `StoppingRungSystem._task_continues` of 0.13.0 and
  // `_is_trial_promotable_to_next_rung` of Optuna, one trial after the other.
  const file = new URL('golden/stopping-traces.json', import.meta.url);
  const traces = JSON.parse(readFileSync(file, 'utf8')) as readonly Trace[];

  it.each(traces)('stops whom $source stops at eta = $eta', ({ rule, eta, upper, losses, reached }) => {
    const evaluate: Drive['evaluate'] = ({ trial, fidelity }) => {
      const rung = Math.round(Math.log(fidelity['epochs'] as number) / Math.log(eta));
      const loss = losses[rung]?.[trial] ?? 0;
      return { outcome: { status: 'completed', cost: 1, metrics: { error: loss } }, objectives: [loss] };
    };
    const optimizer = create({ type: 'stopping', rule, eta, trials: reached.length }, { source: lineTo(upper) });
    const levels = drive(optimizer, { workers: 1, evaluations: 1e4, evaluate }).flatMap((event) => {
      if (event.kind !== 'tell') return [];
      const { outcome } = event.observation;
      return [outcome.status === 'stopped' ? outcome.level : upper];
    });
    expect(levels).toEqual(reached);
  });
});
