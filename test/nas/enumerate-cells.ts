import { cellHash } from '../../src/nas/cell-hash.js';
import { createCell, type Cell, type Edge } from '../../src/nas/cell.js';
import { pruneCell } from '../../src/nas/prune-cell.js';

const OPERATIONS = ['conv3x3-bn-relu', 'conv1x1-bn-relu', 'maxpool3x3'];

/** All cells of a number of vertices as NAS-Bench-101 enumerated them, first by their edges: no vertex without an edge on each side. */
export function* labelledCells(vertices: number, most = 9): Generator<Cell> {
  const edges = Array.from({ length: vertices }, (_, to) => to).flatMap((to) =>
    Array.from({ length: to }, (_, from): Edge => [from, to]),
  );
  for (let bits = 0; bits < 2 ** edges.length; bits++) {
    const own = edges.filter((_, index) => ((bits >> index) & 1) === 1);
    if (own.length > most || !isFull(vertices, own)) continue;
    for (let labelling = 0; labelling < power(3, vertices - 2); labelling++) {
      yield createCell(operationsOf(labelling, vertices - 2), own);
    }
  }
}

/** The hashes of all cells of up to a number of vertices, sorted. */
export function cellHashes(vertices: number): readonly string[] {
  const hashes = new Set<string>();
  for (let size = 2; size <= vertices; size++) {
    for (const cell of labelledCells(size)) hashes.add(cellHash(pruneCell(cell) as Cell));
  }
  return [...hashes].sort();
}

function isFull(vertices: number, edges: readonly Edge[]): boolean {
  const [from, to] = [new Set(edges.map(([first]) => first)), new Set(edges.map(([, second]) => second))];
  return from.size === vertices - 1 && to.size === vertices - 1;
}

function operationsOf(labelling: number, count: number): string[] {
  return Array.from(
    { length: count },
    (_, vertex) => OPERATIONS[Math.floor(labelling / power(3, vertex)) % 3] as string,
  );
}

function power(base: number, exponent: number): number {
  return Array.from({ length: exponent }).reduce<number>((product) => product * base, 1);
}
