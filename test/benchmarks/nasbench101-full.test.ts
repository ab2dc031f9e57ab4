import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import nasbench101 from '../../benchmarks/nasbench101-full/table.js';
import { readCsv } from '../../src/data/csv.js';
import { EvaluationError } from '../../src/protocol/benchmark.js';
import type { Descriptor } from '../../src/protocol/descriptor.js';
import { loadFamily, type Family } from '../../src/runner/families.js';
import { withoutMeanMetrics } from '../../src/protocol/mean-metrics.js';
import { checkTable } from '../../src/runtimes/table/check-table.js';
import { findRow } from '../../src/runtimes/table/find-row.js';
import { createLookUp, type LookUp } from '../../src/runtimes/table/look-up.js';
import { createSearchSpace } from '../../src/space/space.js';
import { folderOf } from '../data/fixture.js';
import { nasbenchRecord } from '../data/nasbench-record.js';
import { mirror } from '../mirror.js';

const folder = mirror();

/** What NASLib's tests have of the official table: 30 cells with the three trainings of 108 epochs. */
type Cells = Readonly<
  Record<
    string,
    {
      readonly module_adjacency: readonly (readonly number[])[];
      readonly module_operations: readonly string[];
      readonly trainable_parameters: number;
      readonly computed: Readonly<Record<'108', readonly Readonly<Record<string, number>>[]>>;
    }
  >
>;

/** A fixture: real numbers of the official table in its format, since the file itself is not here. */
function officialFile(): string {
  const path = join(folder as string, 'nasbench101', 'nasbench101_full_30_cells.json');
  const cells = JSON.parse(readFileSync(path, 'utf8')) as Cells;
  const records = Object.entries(cells).flatMap(([hash, cell]) =>
    cell.computed['108'].map((training) => {
      const evaluation = (epoch: number, when: string) => {
        const names = ['training_time', 'train_accuracy', 'validation_accuracy', 'test_accuracy'];
        return [epoch, ...names.map((name) => training[`${when}_${name}`])] as [number, number, number, number, number];
      };
      return nasbenchRecord({
        hash,
        budget: 108,
        adjacency: cell.module_adjacency.flat().join(''),
        operations: cell.module_operations.join(','),
        parameters: cell.trainable_parameters,
        evaluations: [[0, 0, 0.1, 0.1, 0.1], evaluation(54, 'halfway'), evaluation(108, 'final')],
      });
    }),
  );
  return join(folderOf({ 'official.tfrecord': Buffer.concat(records) }), 'official.tfrecord');
}

describe.runIf(folder !== undefined)('nasbench101-full', () => {
  let family: Family;
  let trainings: string;
  beforeAll(async () => {
    family = await loadFamily('nasbench101-full');
    trainings = officialFile();
  });

  const open = async (instance: string): Promise<LookUp> => {
    const descriptor = family.descriptors[instance] as Descriptor;
    const space = createSearchSpace(descriptor.space);
    const recorded = withoutMeanMetrics(descriptor);
    const source = { instance, descriptor: recorded, space, folder: family.folder, data: { trainings }, csv: readCsv };
    const table = await nasbench101.read(source);
    checkTable(table, recorded, space);
    return createLookUp(table, recorded, findRow(table, recorded, space));
  };

  it.each(['cifar10a', 'cifar10b', 'cifar10c'])('answers what the official table has, through %s', async (instance) => {
    const lookUp = await open(instance);
    const golden = family.descriptors[instance]?.golden ?? [];
    expect(golden.length).toBe(2);
    for (const { configuration, fidelity, seed, metrics } of golden) {
      expect(createSearchSpace((family.descriptors[instance] as Descriptor).space).check(configuration)).toEqual([]);
      expect(lookUp(configuration, fidelity, seed).metrics).toEqual(metrics);
    }
  });

  it('charges the time of the training that the seed chooses, and refuses a budget without one', async () => {
    const lookUp = await open('cifar10a');
    const [golden] = family.descriptors['cifar10a']?.golden ?? [];
    const ask = (seed: number, budget = 108) => lookUp(golden?.configuration ?? {}, { budget }, seed);
    expect(new Set([0, 1, 2].map((seed) => ask(seed).cost)).size).toBe(3);
    expect(ask(3)).toEqual(ask(0));
    expect(() => ask(0, 36)).toThrow(/^not measured at \{"budget":36\}: refused, not invented$/);
  });

  it('refuses a cell that the file does not have, and what is no cell', async () => {
    const lookUp = await open('cifar10a');
    const operations = Object.fromEntries(Array.from({ length: 5 }, (_, index) => [`op_node_${index}`, 'maxpool3x3']));
    const edges = (present: (index: number) => boolean) =>
      Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`edge_${index}`, present(index) ? 1 : 0]));
    const ask = (present: (index: number) => boolean) => () =>
      lookUp({ ...operations, ...edges(present) }, { budget: 108 }, 1);
    // Edge 5 is the one from the input to the output.
    expect(ask((index) => index === 5)).toThrow('the table has no such configuration: refused, not invented');
    expect(ask(() => true)).toThrow(
      new EvaluationError('objective-failed', 'no valid cell: it has 21 edges, and 9 are allowed', 1),
    );
  });
});
