import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import nasbench101 from '../../benchmarks/nasbench101/table.js';
import type { Configuration } from '../../src/core/types.js';
import { readCsv, type Csv } from '../../src/data/csv.js';
import { readNasbenchTrainings, type NasbenchTraining } from '../../src/data/nasbench-trainings.js';
import { cellHash } from '../../src/nas/cell-hash.js';
import { countEdges, createCell, type Cell, type Edge } from '../../src/nas/cell.js';
import { decodeCell } from '../../src/nas/decode-cell.js';
import { pruneCell } from '../../src/nas/prune-cell.js';
import { EvaluationError } from '../../src/protocol/benchmark.js';
import { auditTable } from '../../src/runtimes/table/audit.js';
import { folderOf } from '../data/fixture.js';
import { mirror } from '../mirror.js';
import { cellHashes } from '../nas/enumerate-cells.js';
import { openTables, type OpenTable } from './open-table.js';

const folder = mirror();

async function trainingsOf(file: string): Promise<readonly NasbenchTraining[]> {
  const trainings: NasbenchTraining[] = [];
  for await (const training of readNasbenchTrainings(file)) trainings.push(training);
  return trainings;
}

/** @param adjacency row by row, 0 or 1 */
function cellOf(adjacency: string, operations: readonly string[]): Cell {
  const vertices = operations.length;
  const edges = Array.from(adjacency, (bit, at): Edge[] =>
    bit === '1' ? [[Math.floor(at / vertices), at % vertices]] : [],
  );
  return createCell(operations.slice(1, -1), edges.flat());
}

const OPERATIONS = ['conv1x1-bn-relu', 'conv3x3-bn-relu', 'maxpool3x3'];

/** All that encoding a can say. */
function configurations(vertices: number): readonly Configuration[] {
  const names = Array.from({ length: (vertices * (vertices - 1)) / 2 }, (_, index) => `edge_${index}`);
  const inner = Array.from({ length: vertices - 2 }, (_, index) => `op_node_${index}`);
  const start: readonly Configuration[] = [{}];
  const labelled = inner.reduce(
    (before, name) => before.flatMap((each) => OPERATIONS.map((operation) => ({ ...each, [name]: operation }))),
    start,
  );
  return names.reduce(
    (before, name) => before.flatMap((each) => [0, 1].map((bit) => ({ ...each, [name]: bit }))),
    labelled,
  );
}

/** Undefined for what is no valid cell. */
function hashOf(configuration: Configuration, vertices: number): string | undefined {
  const cell = decodeCell('a', vertices, configuration);
  const pruned = countEdges(cell) > 9 ? undefined : pruneCell(cell);
  return pruned === undefined ? undefined : cellHash(pruned);
}

/** Of the official table: all the cells that are here. */
function extract(): Csv {
  const packed = readFileSync(join(folder as string, 'nasbench101', 'nasbench101_subset_108.csv.gz'));
  return readCsv(join(folderOf({ 'extract.csv': gunzipSync(packed) }), 'extract.csv'));
}

describe.runIf(folder !== undefined)('nasbench101', () => {
  const raw = (name: string): string => join(folder as string, 'ec-nas-bench', 'raw', name);
  let open: (instance: string) => Promise<OpenTable>;
  beforeAll(async () => {
    open = await openTables(folder as string, 'nasbench101', nasbench101);
  });

  it('has the hashes of EC-NAS for all 3,624 trainings of two files', async () => {
    const trainings = [
      ...(await trainingsOf(raw('energy_4V9E.tfrecord'))),
      ...(await trainingsOf(raw('energy_5V9E.tfrecord'))),
    ];
    expect(trainings.length).toBe(3624);
    for (const { hash, adjacency, operations, budget, evaluations } of trainings) {
      const cell = cellOf(adjacency, operations.split(','));
      expect(pruneCell(cell)).toEqual(cell);
      expect(cellHash(cell)).toBe(hash);
      expect(evaluations.at(-1)?.current_epoch).toBe(budget);
    }
  });

  it('has the hashes of NAS-Bench-101 for 16,484 of its own cells', () => {
    const cells = extract();
    const [hashes, matrices, operations] = ['module_hash', 'module_adjacency', 'module_operations'].map((column) =>
      cells.texts(column),
    );
    expect(hashes?.length).toBe(16_484);
    hashes?.forEach((hash, line) => {
      expect(cellHash(cellOf(matrices?.[line] ?? '', (operations?.[line] ?? '').split(',')))).toBe(hash);
    });
  });

  it.each([
    ['4V9E-a', 4],
    ['5V9E-a', 5],
  ])('has a row for every cell that %s can say, and for no other', async (instance, vertices) => {
    const { table, find } = await open(instance);
    const rows = new Map<string, number>();
    for (const configuration of configurations(vertices)) {
      const hash = hashOf(configuration, vertices);
      if (hash !== undefined) rows.set(hash, find(configuration));
    }
    expect([...rows.keys()].sort()).toEqual(cellHashes(vertices));
    expect([...rows.values()].sort((one, two) => one - two)).toEqual([...Array(table.rows).keys()]);
  });

  it('finds the same cell in all three encodings', async () => {
    const [a, b, c] = await Promise.all(['4V9E-a', '4V9E-b', '4V9E-c'].map(open));
    const operations = { op_node_0: 'conv3x3-bn-relu', op_node_1: 'maxpool3x3' };
    // 0 -> 1 -> 2 -> 3 and 0 -> 3: of b's six numbers the first is that of the last edge of the last column.
    const bits = [1, 0, 1, 1, 0, 1];
    const chosen = [5, 3, 2, 0, 0, 0];
    const named = (values: readonly number[]) => Object.fromEntries(values.map((value, at) => [`edge_${at}`, value]));
    const row = a?.find({ ...operations, ...named(bits) });
    expect(row).toBeGreaterThanOrEqual(0);
    expect(b?.find({ ...operations, ...named(chosen) })).toBe(row);
    expect(c?.find({ ...operations, ...named(bits.map((bit) => bit * 0.5 + 0.1)), num_edges: 4 })).toBe(row);
  });

  it('makes a failure that costs a second of what is no cell', async () => {
    const { find } = await open('4V9E-b');
    const configuration = { op_node_0: 'maxpool3x3', op_node_1: 'maxpool3x3' };
    const edges = Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`edge_${index}`, 0]));
    expect(() => find({ ...configuration, ...edges })).toThrow(
      new EvaluationError('objective-failed', 'no valid cell: no path leads from the input to the output', 1),
    );
  });

  it('counts edges before it prunes, as HPOBench does', async () => {
    const { find } = await open('5V9E-a');
    const full = configurations(5).find((configuration) => countEdges(decodeCell('a', 5, configuration)) === 10);
    expect(() => find(full as Configuration)).toThrow('no valid cell: it has 10 edges, and 9 are allowed');
  });

  it('has no row for the three cells that EC-NAS did not train on the RTX 3060', async () => {
    const [{ table, find }, whole] = [await open('4V9E-rtx3060'), await open('4V9E-a')];
    expect(table.rows).toBe(88);
    const missing = configurations(4)
      .filter((configuration) => hashOf(configuration, 4) !== undefined && find(configuration) === -1)
      .map((configuration) => whole.find(configuration));
    expect(new Set(missing).size).toBe(3);
  });

  it("has NAS-Bench-101's own means of three trainings in the tables of GPUs", async () => {
    const { table, find } = await open('4V9E-titanxp');
    const cells = extract();
    const expected = cells.numbers('final_test_accuracy_108_mean');
    const shared = cells.texts('module_operations').flatMap((text, line) => {
      const operations = text.split(',');
      if (operations.length > 4) return [];
      const matrix = cells.texts('module_adjacency')[line] as string;
      const bits = [0, 1, 2].flatMap((from) => [0, 1, 2, 3].filter((to) => to > from).map((to) => from * 4 + to));
      const edges = Object.fromEntries(bits.map((at, edge) => [`edge_${edge}`, Number(matrix[at])]));
      const row = find({ ...edges, op_node_0: operations[1] as string, op_node_1: operations[2] as string });
      return [[table.columns['test_accuracy']?.[row * 4 + 3], expected[line]]];
    });
    expect(shared.length).toBe(4);
    for (const [ours, theirs] of shared) expect(ours).toBe(theirs);
  });

  it.each(['4V9E-a', '5V9E-a', '4V9E-quadrortx6000', '4V9E-rtx3060', '4V9E-rtx3090', '4V9E-titanxp'])(
    'has every number of %s between the ends that the manifest gives',
    async (instance) => {
      const { table, descriptor } = await open(instance);
      for (const [name, { observed, exact }] of Object.entries(descriptor.metrics)) {
        if (exact === true) continue;
        const values = (table.columns[name] as Float64Array).toSorted();
        expect([values[0], values.at(-1)]).toEqual(observed);
      }
      expect(Math.max(...Object.values(auditTable(table, descriptor)))).toBe(0);
    },
  );

  it('costs what the training took, each time another number of seconds', async () => {
    const { table } = await open('4V9E-a');
    const cost = (table.cost as Float64Array).toSorted();
    expect([cost[0], cost.at(-1)]).toEqual([30.215999603271484, 5456.2548828125]);
    expect(new Set(cost).size).toBeGreaterThan(2 * 4 * table.rows);
  });
});
