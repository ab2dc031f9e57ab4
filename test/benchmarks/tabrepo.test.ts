import { beforeAll, describe, expect, it } from 'vitest';
import tabrepo from '../../benchmarks/tabrepo/table.js';
import { loadFamily } from '../../src/runner/families.js';
import { auditTable } from '../../src/runtimes/table/audit.js';
import { mirror } from '../mirror.js';
import { openTables, type OpenTable } from './open-table.js';

const folder = mirror();

/** What the configurations that name no values have. */
const DEFAULTS = { extra_trees: false, feature_fraction: 1, learning_rate: 0.05, min_data_in_leaf: 20, num_leaves: 31 };

describe.runIf(folder !== undefined)('tabrepo', () => {
  let open: (instance: string) => Promise<OpenTable>;
  beforeAll(async () => {
    open = await openTables(folder as string, 'tabrepo', tabrepo);
  });

  it('has every one of 104 configurations on every one of 93 tasks, between the ends that the manifest gives', async () => {
    const { descriptors } = await loadFamily('tabrepo');
    expect(Object.keys(descriptors).length).toBe(93);
    for (const instance of Object.keys(descriptors)) {
      const { table, descriptor } = await open(instance);
      expect(table.rows).toBe(104);
      for (const [name, { observed, optimum }] of Object.entries(descriptor.metrics)) {
        const values = (table.columns[name] as Float64Array).toSorted();
        expect([values[0], values.at(-1)]).toEqual(observed);
        if (name === 'metric_error') expect(values[0]).toBe(optimum);
      }
      expect(Object.values(auditTable(table, descriptor)).every((count) => count === 0)).toBe(true);
    }
  });

  it('answers the first two configurations at the defaults that they do not name', async () => {
    const { table, find } = await open('10090');
    expect([find(DEFAULTS), find({ ...DEFAULTS, extra_trees: true })]).toEqual([0, 1]);
    expect(table.columns['metric_error']?.slice(0, 2)).toEqual(Float64Array.of(1.25715, 1.0626));
  });

  it('answers with the nearest where nothing was measured', async () => {
    const { find } = await open('10090');
    expect(find({ ...DEFAULTS, num_leaves: 32, learning_rate: 0.051 })).toBe(0);
  });
});
