/**
 * A cell of NAS-Bench-101: a directed acyclic graph whose vertices stand in topological order.
 * Source: Ying et al., NAS-Bench-101, ICML 2019, section 2.
 */
export interface Cell {
  /** By vertex: `input` first, `output` last, operations between them. */
  readonly labels: readonly string[];
  /** By vertex, the later vertices that its edges go to, as bits: bit j for an edge to vertex j. */
  readonly successors: readonly number[];
}

/** From a vertex to a later one. */
export type Edge = readonly [from: number, to: number];

/** @param operations of the inner vertices, in their order */
export function createCell(operations: readonly string[], edges: Iterable<Edge>): Cell {
  const labels = ['input', ...operations, 'output'];
  const successors = labels.map(() => 0);
  for (const [from, to] of edges) successors[from] = (successors[from] as number) | (1 << to);
  return { labels, successors };
}

export function countEdges({ successors }: Cell): number {
  let edges = 0;
  for (const bits of successors) for (let rest = bits; rest !== 0; rest &= rest - 1) edges++;
  return edges;
}
