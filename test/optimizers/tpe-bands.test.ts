import { describe, expect, it } from 'vitest';
import type { OptimizerDefinition } from '../../src/optimizers/optimizer.js';
import tpe from '../../src/optimizers/tpe.js';
import { BLACK_BOXES, simpleRegret } from './black-box.js';

/**
 * Mean and standard error of log10 of the simple regret after 50 and after 100 evaluations: 200 seeds of TPESampler in Optuna
 * 5.0.0 with its defaults, but its model stream seeded apart from its random stream, which otherwise begin alike.
 */
const REFERENCE: readonly Row[] = [
  ['multivariate', 'branin', [-0.868, 0.0442], [-1.7702, 0.0453]],
  ['multivariate', 'hartmann6', [-0.3886, 0.0208], [-0.8549, 0.0278]],
  ['multivariate', 'sphere10', [1.1077, 0.0147], [0.7126, 0.0162]],
  ['univariate', 'branin', [-0.7439, 0.0393], [-1.409, 0.0425]],
  ['univariate', 'hartmann6', [-0.1045, 0.0162], [-0.4788, 0.0185]],
  ['univariate', 'sphere10', [1.266, 0.0115], [1.0464, 0.0124]],
];
type Row = readonly [structure: string, name: keyof typeof BLACK_BOXES, at50: Band, at100: Band];
type Band = readonly [mean: number, error: number];

const SEEDS = 100;
const EVALUATIONS = [50, 100];

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
