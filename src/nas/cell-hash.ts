import { hash as digestOf } from 'node:crypto';
import type { Cell } from './cell.js';

/** The numbers of the labels, which are part of the hash. */
const NUMBERS: Readonly<Record<string, number>> = {
  input: -1,
  output: -2,
  'conv3x3-bn-relu': 0,
  'conv1x1-bn-relu': 1,
  maxpool3x3: 2,
};

/**
 * The same 32 hexadecimal digits for cells that differ in the order of their inner vertices only: the key of NAS-Bench-101's table.
 * Take it of a cell that is pruned.
 * Source: `graph_util.hash_module` of NAS-Bench-101, its texts as Python writes tuples and lists.
 */
export function cellHash({ labels, successors }: Cell): string {
  const vertices = labels.map((_, vertex) => vertex);
  const after = vertices.map((from) => vertices.filter((to) => isEdge(successors, from, to)));
  const before = vertices.map((to) => vertices.filter((from) => isEdge(successors, from, to)));
  let hashes = vertices.map((vertex) => {
    const [out, into] = [after, before].map((neighbours) => (neighbours[vertex] as readonly number[]).length);
    return md5(`(${out}, ${into}, ${NUMBERS[labels[vertex] as string]})`);
  });
  for (let round = 0; round < labels.length; round++) {
    const texts = (neighbours: readonly number[]): string =>
      neighbours
        .map((vertex) => hashes[vertex] as string)
        .sort()
        .join('');
    hashes = vertices.map((vertex) => {
      const [into, out] = [before, after].map((neighbours) => texts(neighbours[vertex] as readonly number[]));
      return md5(`${into}|${out}|${hashes[vertex]}`);
    });
  }
  return md5(
    `[${hashes
      .sort()
      .map((hash) => `'${hash}'`)
      .join(', ')}]`,
  );
}

function isEdge(successors: readonly number[], from: number, to: number): boolean {
  return ((successors[from] as number) & (1 << to)) !== 0;
}

function md5(text: string): string {
  return digestOf('md5', text);
}
