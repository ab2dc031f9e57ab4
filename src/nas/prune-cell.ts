import type { Cell } from './cell.js';

/**
 * What is left of a cell without the vertices that are on no path from the input to the output; undefined where there is no such
 * path. Source: `ModelSpec._prune` of NAS-Bench-101.
 */
export function pruneCell(cell: Cell): Cell | undefined {
  const kept = reachedFromInput(cell) & leadingToOutput(cell);
  if ((kept & 1) === 0) return undefined;
  const vertices = cell.labels.map((_, vertex) => vertex).filter((vertex) => (kept & (1 << vertex)) !== 0);
  if (vertices.length === cell.labels.length) return cell;
  return {
    labels: vertices.map((vertex) => cell.labels[vertex] as string),
    successors: vertices.map((vertex) => renumber(cell.successors[vertex] as number, vertices)),
  };
}

function reachedFromInput({ successors }: Cell): number {
  let reached = 1;
  successors.forEach((bits, vertex) => {
    if ((reached & (1 << vertex)) !== 0) reached |= bits;
  });
  return reached;
}

function leadingToOutput({ successors }: Cell): number {
  const output = successors.length - 1;
  let leading = 1 << output;
  for (let vertex = output - 1; vertex >= 0; vertex--) {
    if (((successors[vertex] as number) & leading) !== 0) leading |= 1 << vertex;
  }
  return leading;
}

function renumber(bits: number, vertices: readonly number[]): number {
  return vertices.reduce((own, vertex, index) => ((bits & (1 << vertex)) === 0 ? own : own | (1 << index)), 0);
}
