import { describe, expect, it } from 'vitest';
import type { OptimizerDefinition } from '../../src/optimizers/optimizer.js';
import tpe from '../../src/optimizers/tpe.js';
import { BLACK_BOXES, simpleRegret } from './black-box.js';
import { EVALUATIONS, REFERENCE } from './tpe-reference.js';

const SEEDS = 100;

describe('tpe', () => {
  it.each(REFERENCE)('%s on %s is inside of the band of its reference: 0.1 and two standard errors', (...row) => {
    const [structure, name, ...bands] = row;
    const definition = tpe as unknown as OptimizerDefinition;
    const regrets = Array.from({ length: SEEDS }, (_, seed) =>
      simpleRegret(definition, BLACK_BOXES[name], { options: { structure }, seed, evaluations: EVALUATIONS }),
    );
    bands.forEach(([mean, error], column) => {
      const logs = regrets.map((regret) => Math.log10(regret[column] as number));
      const ours = logs.reduce((sum, log) => sum + log, 0) / SEEDS;
      expect(Math.abs(ours - mean), `after ${EVALUATIONS[column]}: ${ours}`).toBeLessThan(0.1 + 2 * error);
    });
  });
});
