import { join } from 'node:path';
import * as h5wasm from 'h5wasm/node';
import { describe, expect, it } from 'vitest';
import fcnetFull from '../../benchmarks/fcnet-full/table.js';
import type { Configuration } from '../../src/core/types.js';
import { readCsv } from '../../src/data/csv.js';
import type { Descriptor } from '../../src/protocol/descriptor.js';
import { loadFamily, type Family } from '../../src/runner/families.js';
import { withoutMeanMetrics } from '../../src/protocol/mean-metrics.js';
import { checkTable } from '../../src/runtimes/table/check-table.js';
import { findRow } from '../../src/runtimes/table/find-row.js';
import { createLookUp, type LookUp } from '../../src/runtimes/table/look-up.js';
import { createSearchSpace } from '../../src/space/space.js';
import { folderOf } from '../data/fixture.js';

const INSTANCE = 'naval_propulsion';

/** As the authors wrote it: Python's JSON, names in alphabetical order, real numbers with a point. */
function groupName(configuration: Configuration): string {
  const text = (name: string): string => {
    const value = configuration[name] as string | number;
    const isReal = name.startsWith('dropout') && Number.isInteger(value);
    return `${JSON.stringify(name)}: ${isReal ? `${value}.0` : JSON.stringify(value)}`;
  };
  return `{${Object.keys(configuration).sort().map(text).join(', ')}}`;
}

/** Run r of configuration c has after epoch e the error c + r + 1/e, takes 100 (r + 1) seconds, and is tested at c + r + 0.5. */
async function fileOf(configurations: readonly Configuration[]): Promise<string> {
  await h5wasm.ready;
  const path = join(folderOf({}), 'fcnet.hdf5');
  const file = new h5wasm.File(path, 'w');
  const runs = [0, 1, 2, 3];
  for (const [c, configuration] of configurations.entries()) {
    const group = file.create_group(groupName(configuration));
    const array = (name: string, values: readonly number[], shape: number[]) =>
      group.create_dataset({ name, data: Float32Array.from(values), shape });
    const curves = runs.flatMap((r) => Array.from({ length: 100 }, (_, e) => c + r + 1 / (e + 1)));
    array('valid_mse', curves, [4, 100]);
    array('runtime', runs.map((r) => 100 * (r + 1)), [4]); // prettier-ignore
    array('final_test_error', runs.map((r) => c + r + 0.5), [4]); // prettier-ignore
    array('n_params', [7, 7, 7, 7], [4]);
  }
  file.close();
  return path;
}

async function opened(family: Family, path: string): Promise<LookUp> {
  const descriptor = family.descriptors[INSTANCE] as Descriptor;
  const space = createSearchSpace(descriptor.space);
  const recorded = withoutMeanMetrics(descriptor);
  const source = { instance: INSTANCE, descriptor: recorded, space, folder: family.folder, data: { [INSTANCE]: path } };
  const table = await fcnetFull.read({ ...source, csv: readCsv });
  checkTable(table, recorded, space);
  return createLookUp(table, recorded, findRow(table, recorded, space));
}

const family = await loadFamily('fcnet-full');
const [one, other, third] = (family.descriptors[INSTANCE]?.golden ?? []).map(({ configuration }) => configuration) as [
  Configuration,
  Configuration,
  Configuration,
];

describe('fcnet-full', () => {
  it('answers every epoch of every run, at its share of the run time', async () => {
    const lookUp = await opened(family, await fileOf([one, other]));
    for (const [c, configuration] of [one, other].entries()) {
      for (const seed of [0, 1, 2, 3]) {
        for (const budget of [1, 4, 100]) {
          const { metrics, cost } = lookUp(configuration, { budget }, seed);
          expect(metrics).toEqual({
            valid_mse: Math.fround(c + seed + 1 / budget),
            final_test_error: c + seed + 0.5,
            n_params: 7,
          });
          expect(cost).toBe((seed + 1) * budget);
        }
      }
    }
  });

  it('refuses a configuration that the file does not have', async () => {
    const lookUp = await opened(family, await fileOf([one, other]));
    expect(() => lookUp(third, { budget: 100 }, 0)).toThrow(
      'the table has no such configuration: refused, not invented',
    );
  });

  it('refuses a file of other groups', async () => {
    const path = await fileOf([{ ...one, n_units_1: 17 }]);
    await expect(opened(family, path)).rejects.toThrow(/the group .*"n_units_1": 17.* is no configuration of fcnet/);
  });
});
