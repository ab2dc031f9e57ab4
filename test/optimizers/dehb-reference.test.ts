import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Suggestion } from '../../src/core/types.js';
import dehb from '../../src/optimizers/dehb.js';
import { COSTS, REFERENCE } from './counting-ones-reference.js';
import { trajectory } from './counting-ones.js';
import { cube, run } from './dehb-on-a-cube.js';
import { suggestionsOf } from './drive.js';

interface Trace {
  readonly workers: number;
  readonly lower: number;
  readonly upper: number;
  readonly eta: number;
  /** `bracket/level/slot` of every ask, and `<` the evaluation in which a promoted configuration was asked for first. */
  readonly asks: string;
}

describe('dehb beside the code of DEHB 0.1.2', () => {
  // Recorded with the package itself through ask and tell, losses as in `scrambled`, the oldest evaluation always ending first.
  const file = new URL('golden/dehb-traces.json', import.meta.url);
  const traces = JSON.parse(readFileSync(file, 'utf8')) as readonly Trace[];

  it.each(traces)('asks for the same with $workers workers at eta = $eta', ({ workers, lower, upper, eta, asks }) => {
    const wanted = asks.split(' ');
    const events = run(cube(upper, { lower }), { eta }, { workers, evaluations: wanted.length });
    expect(traceOf(suggestionsOf(events))).toEqual(wanted);
  });
});

function traceOf(asks: readonly Suggestion[]): string[] {
  const first = new Map<unknown, number>();
  return asks.map(({ trial, fidelity, origin }, evaluation) => {
    const source = first.get(trial) ?? (origin?.['by'] === 'promotion' ? first.get(origin['parent']) : undefined);
    if (!first.has(trial)) first.set(trial, source ?? evaluation);
    const { bracket, slot } = origin as { bracket: number; slot: number };
    return `${bracket}/${fidelity['epochs'] as number}/${slot}${source === undefined ? '' : `<${source}`}`;
  });
}

/** How far each dimension is followed here: what fits into some seconds. `npm run validate` follows them all the way. */
const UNTIL: Readonly<Record<number, number>> = { 8: 105, 16: 105, 32: 63, 64: 21 };
const SEEDS = 20;

describe('dehb on counting ones, in the encoding of the reference', () => {
  const references = REFERENCE.filter(({ optimizer }) => optimizer === 'dehb');

  it.each(references)('follows the reference within four standard errors at d = $d', ({ d, regret }) => {
    const costs = COSTS.filter((cost) => cost <= (UNTIL[d] as number));
    const options = { encoding: 'reference' };
    const curves = Array.from({ length: SEEDS }, (_, seed) => trajectory(dehb, { d, seed, costs, options }));
    costs.forEach((cost, column) => {
      const values = curves.map((curve) => curve[column] as number);
      const mean = values.reduce((sum, value) => sum + value, 0) / SEEDS;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (SEEDS - 1);
      const theirs = regret[column] as (typeof regret)[number];
      const distance = (mean - theirs.mean) / Math.hypot(Math.sqrt(variance / SEEDS), theirs.error);
      expect(Math.abs(distance), `standard errors at ${cost}`).toBeLessThan(4);
    });
  });
});
