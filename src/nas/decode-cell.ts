import type { Configuration } from '../core/types.js';
import { createCell, type Cell, type Edge } from './cell.js';

/**
 * How a configuration says which edges a cell has:
 *
 *  a  `edge_i`, 0 or 1, for each possible edge i
 *  b  `edge_k`, the number of an edge; the same may be named more than once
 *  c  `num_edges`, and a number for each possible edge: those with the largest are there
 */
export type CellEncoding = 'a' | 'b' | 'c';

/**
 * The cell that a configuration stands for, not pruned; with it the `op_node_i` are the operations of the inner vertices.
 * Source: `NASCifar10A`, `B` and `C` of automl/nas_benchmarks, which HPOBench has copies of. There cells have seven vertices.
 * @param vertices with input and output, 2..7
 */
export function decodeCell(encoding: CellEncoding, vertices: number, configuration: Configuration): Cell {
  const operations = Array.from({ length: vertices - 2 }, (_, index) => String(configuration[`op_node_${index}`]));
  return createCell(operations, EDGES[encoding](vertices, configuration));
}

const EDGES: Readonly<Record<CellEncoding, (vertices: number, configuration: Configuration) => readonly Edge[]>> = {
  a: (vertices, configuration) => byRows(vertices).filter((_, index) => configuration[`edge_${index}`] === 1),
  b: (vertices, configuration) => {
    // The number of an edge is a bit of a binary number, the first of which is the most significant.
    const edges = byColumns(vertices).reverse();
    return edges
      .map((_, index) => edges[configuration[`edge_${index}`] as number])
      .filter((edge) => edge !== undefined);
  },
  c: (vertices, configuration) => {
    const edges = byRows(vertices);
    const weightOf = (index: number): number => configuration[`edge_${index}`] as number;
    // Deviates: among equals the later edge comes first; the source leaves it to an unstable sort.
    const order = edges.map((_, index) => index).sort((a, b) => weightOf(b) - weightOf(a) || b - a);
    return order.slice(0, configuration['num_edges'] as number).map((index) => edges[index] as Edge);
  },
};

function byRows(vertices: number): Edge[] {
  return Array.from({ length: vertices }, (_, from) => from).flatMap((from) =>
    Array.from({ length: vertices - from - 1 }, (_, step): Edge => [from, from + step + 1]),
  );
}

function byColumns(vertices: number): Edge[] {
  return Array.from({ length: vertices }, (_, to) => to).flatMap((to) =>
    Array.from({ length: to }, (_, from): Edge => [from, to]),
  );
}
