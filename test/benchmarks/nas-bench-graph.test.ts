import { beforeAll, describe, expect, it } from 'vitest';
import { graphKey } from '../../benchmarks/nas-bench-graph/graph-key.js';
import nasBenchGraph from '../../benchmarks/nas-bench-graph/table.js';
import { auditTable } from '../../src/runtimes/table/audit.js';
import { mirror } from '../mirror.js';
import { openTables, type OpenTable } from './open-table.js';

const folder = mirror();

const key = (inputs: readonly number[], ...operations: string[]) => graphKey({ inputs, operations });

describe('the key of a graph', () => {
  it('says nothing of the order of the nodes', () => {
    expect(key([0, 1, 2, 1], 'gcn', 'gin', 'fc', 'cheb')).toBe(key([0, 1, 1, 2], 'gcn', 'gin', 'cheb', 'fc'));
    expect(key([0, 1, 2, 1], 'gcn', 'gin', 'fc', 'cheb')).not.toBe(key([0, 1, 1, 2], 'gcn', 'cheb', 'gin', 'fc'));
  });

  it('leaves out a skip that only hands on what it gets', () => {
    const plain = key([0, 1, 2, 3], 'skip', 'gcn', 'sage', 'fc');
    expect(plain).toBe('features(gcn(sage(fc)))');
    expect(key([0, 1, 2, 3], 'gcn', 'skip', 'sage', 'fc')).toBe(plain);
    expect(key([0, 1, 2, 3], 'gcn', 'sage', 'fc', 'skip')).toBe(plain);
    expect(key([0, 0, 2, 3], 'skip', 'gcn', 'sage', 'fc')).toBe(plain);
  });

  it('keeps a skip beside another node, which the output gets too', () => {
    expect(key([0, 1, 1, 2], 'gcn', 'sage', 'skip', 'fc')).toBe('features(gcn(sage(fc) skip))');
  });
});

describe.runIf(folder !== undefined)('nas-bench-graph', () => {
  let open: (instance: string) => Promise<OpenTable>;
  beforeAll(async () => {
    open = await openTables(folder as string, 'nas-bench-graph', nasBenchGraph);
  });

  it.each([
    ['cora', 26_206, 59_049],
    ['arxiv', 26_206, 59_049],
    ['proteins', 2021, 5625],
  ])(
    'finds each of the networks of %s, %d, among its %d configurations',
    async (instance, networks, configurations) => {
      const { table, descriptor } = await open(instance);
      expect(table.rows).toBe(configurations);
      const measured = (table.columns['latency'] as Float64Array).filter((value) => !Number.isNaN(value));
      expect(measured.length).toBe(configurations - 9);
      const [links, ...operations] = descriptor.space.parameters.map((parameter) =>
        parameter.type === 'categorical' ? parameter.choices.map(String) : [],
      );
      const rows = operations.reduce<readonly (readonly string[])[]>(
        (before, choices) => before.flatMap((row) => choices.map((choice) => [...row, choice])),
        [[]],
      );
      const keys = links?.flatMap((link) => rows.map((row) => key(Array.from(link, Number), ...row)));
      expect(new Set(keys).size).toBe(networks + 1);
      expect(auditTable(table, descriptor)).toMatchObject({ missing: 9, partial: 0, copies: 0 });
    },
  );

  it('has every number between the ends that the manifest gives', async () => {
    const { table, descriptor } = await open('proteins');
    for (const [name, { observed }] of Object.entries(descriptor.metrics)) {
      const values = (table.columns[name] as Float64Array).filter((value) => !Number.isNaN(value)).toSorted();
      expect([values[0], values.at(-1)]).toEqual(observed);
    }
  });
});
