import { beforeAll, describe, expect, it } from 'vitest';
import fcnet from '../../benchmarks/fcnet/table.js';
import { auditTable } from '../../src/runtimes/table/audit.js';
import { mirror } from '../mirror.js';
import { openTables, rowMeans, type OpenTable } from './open-table.js';

const folder = mirror();

/** By data set: the published error of the best configuration, mean of four runs, and how many runs have one above 10. */
const PUBLISHED: readonly (readonly [string, number, number])[] = [
  ['naval_propulsion', 3.191e-5, 809],
  ['parkinsons_telemonitoring', 6.706e-3, 1291],
  ['protein_structure', 0.22138, 528],
  ['slice_localization', 1.916e-4, 5279],
];

describe.runIf(folder !== undefined)('fcnet', () => {
  let open: (instance: string) => Promise<OpenTable>;
  beforeAll(async () => {
    open = await openTables(folder as string, 'fcnet', fcnet);
  });

  it.each(PUBLISHED)(
    'has the published best of %s, %d, and %d runs that went astray',
    async (instance, best, astray) => {
      const { table } = await open(instance);
      const means = rowMeans(table, 'valid_mse').toSorted();
      expect(Number((means[0] as number).toPrecision(best === 0.22138 ? 5 : 4))).toBe(best);
      expect(table.columns['valid_mse']?.filter((value) => value > 10).length).toBe(astray);
    },
  );

  it('answers between the ends that the manifest gives, and costs its runtime', async () => {
    for (const [instance] of PUBLISHED) {
      const { table, descriptor } = await open(instance);
      for (const [name, { observed, of = '', optimum }] of Object.entries(descriptor.metrics)) {
        const values = (table.columns[name] as Float32Array).toSorted();
        if (of !== '') {
          expect(optimum).toBe(Math.min(...rowMeans(table, of)));
          continue;
        }
        expect([values[0], values.at(-1)]).toEqual(observed);
      }
      expect(table.cost).toBe(table.columns['runtime']);
      expect(Object.values(auditTable(table, descriptor)).every((count) => count === 0)).toBe(true);
    }
  });

  it('finds a row by the lists of the source, the last parameter fastest', async () => {
    const { find, descriptor } = await open('protein_structure');
    const lists = descriptor.space.parameters.map((parameter) => {
      if (parameter.type === 'ordinal') return [parameter.name, parameter.sequence] as const;
      return [parameter.name, parameter.type === 'categorical' ? parameter.choices : []] as const;
    });
    const at = (index: number) => Object.fromEntries(lists.map(([name, values]) => [name, values.at(index) as number]));
    expect([find(at(0)), find({ ...at(0), n_units_2: 32 }), find({ ...at(0), activation_fn_1: 'tanh' })]).toEqual([
      0, 1, 31_104,
    ]);
    expect(find(at(-1))).toBe(62_207);
  });
});
