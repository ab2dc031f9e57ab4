import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Configuration } from '../../src/core/types.js';
import { cellHash } from '../../src/nas/cell-hash.js';
import { countEdges, createCell, type Cell, type Edge } from '../../src/nas/cell.js';
import { decodeCell, type CellEncoding } from '../../src/nas/decode-cell.js';
import { pruneCell } from '../../src/nas/prune-cell.js';
import { cellHashes, labelledCells } from './enumerate-cells.js';

const [CONV1, CONV3, POOL] = ['conv1x1-bn-relu', 'conv3x3-bn-relu', 'maxpool3x3'] as const;

/** A 5x5 convolution, as two of 3x3, among the branches: the cell of NAS-Bench-101's README. */
const INCEPTION = [CONV1, CONV3, CONV3, CONV3, POOL];
const BRANCHES: readonly Edge[] = [[0, 1], [0, 2], [0, 3], [0, 5], [1, 6], [2, 6], [3, 4], [4, 6], [5, 6]]; // prettier-ignore

const hashOf = (cell: Cell): string | undefined => {
  const pruned = pruneCell(cell);
  return pruned === undefined ? undefined : cellHash(pruned);
};

/** Cells of up to seven vertices, connected or not. */
const cells = fc
  .record({
    operations: fc.array(fc.constantFrom(CONV1, CONV3, POOL), { maxLength: 5 }),
    bits: fc.array(fc.boolean(), { minLength: 21, maxLength: 21 }),
  })
  .map(({ operations, bits }) => {
    const vertices = operations.length + 2;
    const edges = Array.from({ length: vertices * vertices }, (_, at): Edge => [
      Math.floor(at / vertices),
      at % vertices,
    ])
      .filter(([from, to]) => from < to)
      .filter((_, index) => bits[index]);
    return { operations, edges };
  });

describe('the hash of a cell', () => {
  it.each<[string, string[], Edge[], string]>([
    ['an edge', [], [[0, 1]], '043721b9c7fe8c5fad811d47d83132ec'],
    ['a convolution 3x3', [CONV3], [[0, 1], [1, 2]], 'b49ac8c578b4561d79ac7087988f1c61'],
    ['a convolution 1x1', [CONV1], [[0, 1], [1, 2]], 'd1269d9156ddc027c40473008192958a'],
    ['a pooling', [POOL], [[0, 1], [1, 2]], '53cee42601ad14d661bb6878031d6acb'],
    ['a convolution, and an edge past it', [CONV3], [[0, 1], [1, 2], [0, 2]], 'd32d0b26d534203b48d866facd98cc3e'],
    ['two convolutions, and an edge past them', [CONV3, CONV3], [[0, 1], [1, 2], [2, 3], [0, 3]], 'b5fb4f6193360330b6ff6a52cbf0cad7'],
    ['the Inception-like cell', INCEPTION, [...BRANCHES], '28cfc7874f6d200472e1a9dcd8650aa0'],
  ])('is that of NAS-Bench-101 for %s', (_, operations, edges, hash) => {
    expect(cellHash(createCell(operations, edges))).toBe(hash);
  }); // prettier-ignore

  it('says nothing of the order of the inner vertices', () => {
    fc.assert(
      fc.property(
        cells,
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        ({ operations, edges }, ranks) => {
          const cell = createCell(operations, edges);
          expect(hashOf(relabelled(cell, ranks))).toBe(hashOf(cell));
        },
      ),
    );
  });
});

/** Another topological order of the same graph: any vertex whose predecessors are placed may come next. */
function relabelled({ labels, successors }: Cell, ranks: Iterator<number>): Cell {
  const inner = labels.map((_, vertex) => vertex).slice(1, -1);
  const isEdge = (from: number, to: number): boolean => ((successors[from] as number) & (1 << to)) !== 0;
  const order = [0];
  while (order.length <= inner.length) {
    const ready = inner.filter(
      (vertex) => !order.includes(vertex) && inner.every((from) => !isEdge(from, vertex) || order.includes(from)),
    );
    order.push(ready[Math.min(ready.length - 1, Math.floor((ranks.next().value as number) * ready.length))] as number);
  }
  order.push(labels.length - 1);
  const edges = order.flatMap((from, at) =>
    order.flatMap((to, index): Edge[] => (isEdge(from, to) ? [[at, index]] : [])),
  );
  return createCell(
    order.slice(1, -1).map((vertex) => labels[vertex] as string),
    edges,
  );
}

describe('a pruned cell', () => {
  it('has no vertex that is on no path from the input to the output', () => {
    const cell = createCell([CONV3, POOL, CONV1], [[0, 1], [1, 4], [0, 2], [3, 4]]); // prettier-ignore
    expect(pruneCell(cell)).toEqual(createCell([CONV3], [[0, 1], [1, 2]])); // prettier-ignore
  });

  it('is nothing where no path leads to the output', () => {
    expect(pruneCell(createCell([CONV3, POOL], [[0, 1], [2, 3]]))).toBeUndefined(); // prettier-ignore
  });

  it('is pruned for good, and has no more edges than before', () => {
    fc.assert(
      fc.property(cells, ({ operations, edges }) => {
        const cell = createCell(operations, edges);
        const pruned = pruneCell(cell);
        if (pruned === undefined) return;
        expect(pruneCell(pruned)).toEqual(pruned);
        expect(countEdges(pruned)).toBeLessThanOrEqual(countEdges(cell));
        expect(countEdges(cell)).toBe(edges.length);
      }),
    );
  });
});

describe('the enumeration of cells', () => {
  it.each([
    [2, 1, 1, undefined],
    [3, 7, 6, undefined],
    [4, 91, 90, 'e2400f00bdb3121cca417b46132126a3'],
    [5, 2532, 3267, undefined],
  ])('finds those of up to %d vertices: %d', (vertices, distinct, labelled, digest) => {
    const hashes = cellHashes(vertices);
    expect(hashes.length).toBe(distinct);
    expect([...labelledCells(vertices)].length).toBe(labelled);
    if (digest !== undefined) expect(createHash('md5').update(hashes.join('\n')).digest('hex')).toBe(digest);
  });
});

describe('the encodings', () => {
  /** The set of edges of the specification's test vector, valid in all three. */
  const chosen = [0, 1, 2, 4, 10, 14, 15, 19, 20];
  const operations = Object.fromEntries(INCEPTION.map((operation, index) => [`op_node_${index}`, operation]));
  const numbered = (values: readonly number[]): Configuration => ({
    ...operations,
    ...Object.fromEntries(values.map((value, index) => [`edge_${index}`, value])),
  });
  const places = Array.from({ length: 21 }, (_, index) => index);
  const bits = numbered(places.map((index) => (chosen.includes(index) ? 1 : 0)));

  it.each<[CellEncoding, Configuration]>([
    ['a', bits],
    ['b', numbered(chosen)],
    ['c', { ...numbered(places.map((index) => (chosen.includes(index) ? 0.7 : 0.2))), num_edges: 9 }],
  ])('%s gives the Inception-like cell', (encoding, configuration) => {
    const cell = decodeCell(encoding, 7, configuration);
    expect(countEdges(cell)).toBe(9);
    expect(hashOf(cell)).toBe('28cfc7874f6d200472e1a9dcd8650aa0');
  });

  it('a counts edges row by row, and b from the last column up', () => {
    const only = (encoding: CellEncoding, configuration: Configuration) => {
      const { successors } = decodeCell(encoding, 7, configuration);
      return successors.map((to, from) => [from, to]).filter(([, to]) => to !== 0);
    };
    expect(only('a', numbered(places.map((index) => (index === 6 ? 1 : 0))))).toEqual([[1, 1 << 2]]);
    expect(only('b', numbered(Array.from({ length: 9 }, () => 0)))).toEqual([[5, 1 << 6]]);
    expect(only('b', numbered(Array.from({ length: 9 }, () => 20)))).toEqual([[0, 1 << 1]]);
  });

  it('c has as many edges as it says, and those of the largest numbers', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 21, maxLength: 21 }),
        fc.integer({ min: 0, max: 9 }),
        (weights, count) => {
          const cell = decodeCell('c', 7, { ...numbered(weights), num_edges: count });
          expect(countEdges(cell)).toBe(count);
          const least = weights.toSorted((a, b) => b - a)[count - 1] ?? Infinity;
          const rows = places.filter((index) => (weights[index] as number) > least);
          const larger = decodeCell('a', 7, numbered(places.map((index) => (rows.includes(index) ? 1 : 0))));
          larger.successors.forEach((to, from) => expect(to & ~(cell.successors[from] as number)).toBe(0));
        },
      ),
    );
  });
});
