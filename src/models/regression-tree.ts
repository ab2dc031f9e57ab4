import type { Rng } from '../core/rng.js';

export interface TreeOptions {
  /** Columns that are looked at for a split, drawn anew for each, 1..width. */
  readonly columnsPerSplit: number;
  /** A node with no more rows is not split. */
  readonly leafSize: number;
}

/** What the trees of a forest share: the rows, their values replaced by ranks. */
export interface RankedRows {
  readonly n: number;
  readonly width: number;
  /** width x n, column by column: the rank of each value among the different values of its column. */
  readonly ranks: Float64Array;
  /** The different values of each column, ascending. */
  readonly values: readonly Float64Array[];
  /** n */
  readonly targets: Float64Array;
}

/** A binary tree in arrays; node 0 is the root. */
export interface RegressionTree {
  /** Column that is compared; -1 in a leaf. */
  readonly column: readonly number[];
  /** A row goes left if its value is not above. In a leaf, the prediction. */
  readonly threshold: readonly number[];
  /** Left child; the right one comes after it. */
  readonly left: readonly number[];
}

/**
 * Grows a regression tree (Breiman, Friedman, Olshen, Stone 1984): the split that leaves the least sum of squares, half way
 * between two values, down to nodes of `leafSize`, of equal targets, or which none of the columns splits.
 * @param sample - row numbers, repeats allowed; reordered
 */
export function growTree(rows: RankedRows, sample: Uint32Array, options: TreeOptions, rng: Rng): RegressionTree {
  const [column, threshold, left]: [number[], number[], number[]] = [[-1], [], [0]];
  const bestSplit = createSplitter(rows, options, rng);
  const open: [node: number, from: number, to: number][] = [[0, 0, sample.length]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [node, from, to] = next;
    const part = sample.subarray(from, to);
    const split = part.length > options.leafSize && !isPure(rows, part) ? bestSplit(part) : undefined;
    if (split === undefined) {
      threshold[node] = meanOf(rows, part);
      continue;
    }
    const middle = from + partition(rows, part, split);
    const child = column.push(-1, -1) - 2;
    left.push(0, 0);
    column[node] = split.column;
    threshold[node] = split.threshold;
    left[node] = child;
    open.push([child + 1, middle, to], [child, from, middle]);
  }
  return { column, threshold, left };
}

/** The prediction for the row that begins at `start`. */
export function predictTree({ column, threshold, left }: RegressionTree, rows: Float64Array, start: number): number {
  let node = 0;
  for (let at = column[0] as number; at >= 0; at = column[node] as number) {
    node = (left[node] as number) + ((rows[start + at] as number) <= (threshold[node] as number) ? 0 : 1);
  }
  return threshold[node] as number;
}

interface Split {
  readonly column: number;
  /** Ranks up to this one go left. */
  readonly rank: number;
  readonly threshold: number;
}

function createSplitter(rows: RankedRows, options: TreeOptions, rng: Rng): (part: Uint32Array) => Split | undefined {
  const { n, width, ranks, values, targets } = rows;
  const columns = Array.from({ length: width }, (_, column) => column);
  const keys = new Float64Array(n);

  /** Scores the splits of one column: the sum of squares falls most where sumLeft^2 / left + sumRight^2 / right is largest. */
  function scan(part: Uint32Array, column: number, total: number, best: { score: number; split?: Split }): void {
    const sorted = keys.subarray(0, part.length);
    // Rank and row in one number, which sorts natively.
    for (let i = 0; i < part.length; i++)
      sorted[i] = (ranks[column * n + (part[i] as number)] as number) * n + (part[i] as number);
    sorted.sort();
    let sum = 0;
    for (let i = 1; i < sorted.length; i++) {
      const before = sorted[i - 1] as number;
      sum += targets[before % n] as number;
      const [rank, above] = [Math.floor(before / n), Math.floor((sorted[i] as number) / n)];
      if (rank === above) continue;
      const score = (sum * sum) / i + ((total - sum) * (total - sum)) / (sorted.length - i);
      if (score <= best.score) continue;
      const around = values[column] as Float64Array;
      best.score = score;
      best.split = { column, rank, threshold: ((around[rank] as number) + (around[above] as number)) / 2 };
    }
  }

  return (part) => {
    const best: { score: number; split?: Split } = { score: -Infinity };
    const total = meanOf(rows, part) * part.length;
    for (let i = 0; i < options.columnsPerSplit; i++) {
      const j = i + rng.integer(width - i);
      const column = columns[j] as number;
      columns[j] = columns[i] as number;
      columns[i] = column;
      scan(part, column, total, best);
    }
    return best.split;
  };
}

/** Brings the rows that go left to the front; how many there are. */
function partition({ n, ranks }: RankedRows, part: Uint32Array, { column, rank }: Split): number {
  let count = 0;
  for (let i = 0; i < part.length; i++) {
    const row = part[i] as number;
    if ((ranks[column * n + row] as number) > rank) continue;
    part[i] = part[count] as number;
    part[count++] = row;
  }
  return count;
}

function isPure({ targets }: RankedRows, part: Uint32Array): boolean {
  return part.every((row) => targets[row] === targets[part[0] as number]);
}

function meanOf({ targets }: RankedRows, part: Uint32Array): number {
  let sum = 0;
  for (const row of part) sum += targets[row] as number;
  return sum / part.length;
}
