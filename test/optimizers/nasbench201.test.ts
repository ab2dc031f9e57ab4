import { beforeAll, describe, expect, it } from 'vitest';
import { loadOptimizer } from '../../src/optimizers/registry.js';
import { mirror } from '../mirror.js';
import { incumbentTest, PUBLISHED, QUERIES, readNasBench201, type NasBench201 } from './nasbench201.js';

const folder = mirror();

describe.skipIf(folder === undefined)('on NAS-Bench-201', () => {
  let table: NasBench201 = { validation: new Float64Array(), test: new Float64Array() };
  beforeAll(() => {
    table = readNasBench201(folder as string);
  });

  it('has the best accuracies that are known', () => {
    expect(Math.max(...table.validation)).toBeCloseTo(91.607, 3);
    expect(Math.max(...table.test)).toBeCloseTo(94.373, 3);
  });

  it.each(PUBLISHED)(
    '$optimizer with $options comes to the published accuracies',
    async ({ optimizer, options, accuracy }) => {
      const definition = await loadOptimizer(optimizer);
      const curves = Array.from({ length: 500 }, (_, seed) => incumbentTest(table, definition, options, seed));
      QUERIES.forEach((queries, column) => {
        const mean = curves.reduce((sum, curve) => sum + (curve[column] as number), 0) / curves.length;
        expect(Math.abs(mean - (accuracy[column] as number)), `${mean} after ${queries}`).toBeLessThan(0.05);
      });
    },
  );
});
