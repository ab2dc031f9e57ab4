import type { Rng } from '../core/rng.js';

export interface TreeOptions {
  /** Columns that are looked at for a split, drawn anew for each, 1..width. */
  readonly columnsPerSplit: number;
  /** A node with no more observations is not split. */
  readonly leafSize: number;
}

/** What the trees of a forest share: the observations, sorted once. */
export interface SortedRows {
  readonly n: number;
  readonly width: number;
  /** width x n, column by column. */
  readonly values: Float64Array;
  /** width x n: row numbers, ascending in the column's values. */
  readonly order: Int32Array;
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
 * @param weights - how often each row is in the tree's sample, n
 */
export function growTree(rows: SortedRows, weights: Uint32Array, options: TreeOptions, rng: Rng): RegressionTree {
  const [column, threshold, left]: [number[], number[], number[]] = [[-1], [0], [0]];
  const sample = sampleOf(rows, weights);
  const bestSplit = createSplitter(rows, sample, options, rng);
  const open: [node: number, from: number, to: number][] = [[0, 0, sample.size]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [node, from, to] = next;
    const { count, sum, isPure } = summary(rows, sample, from, to);
    const split = count > options.leafSize && !isPure ? bestSplit(from, to, { count, sum }) : undefined;
    if (split === undefined) {
      threshold[node] = sum / count;
      continue;
    }
    const middle = partition(rows, sample, [from, to], split);
    const child = column.push(-1, -1) - 2;
    threshold.push(0, 0);
    left.push(0, 0);
    [column[node], threshold[node], left[node]] = [split.column, split.threshold, child];
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

/** The different rows of a tree's sample. A node has the places `from` to `to` of every column. */
interface Sample {
  readonly size: number;
  readonly weights: Uint32Array;
  /** width x size: row numbers, ascending in the column's values within each node. */
  readonly order: Int32Array;
  /** Room for a partition: n and size. */
  readonly goesLeft: Uint8Array;
  readonly right: Int32Array;
}

interface Split {
  readonly column: number;
  readonly threshold: number;
}

interface Totals {
  readonly count: number;
  readonly sum: number;
}

function sampleOf({ n, width, order }: SortedRows, weights: Uint32Array): Sample {
  let size = 0;
  for (const weight of weights) if (weight > 0) size++;
  const kept = order.filter((row) => (weights[row] as number) > 0);
  return {
    size,
    weights,
    order: kept.subarray(0, width * size),
    goesLeft: new Uint8Array(n),
    right: new Int32Array(size),
  };
}

function summary(
  { targets }: SortedRows,
  { order, weights }: Sample,
  from: number,
  to: number,
): Totals & { isPure: boolean } {
  const first = targets[order[from] as number] as number;
  let [count, sum, isPure] = [0, 0, true];
  for (let place = from; place < to; place++) {
    const row = order[place] as number;
    const [target, weight] = [targets[row] as number, weights[row] as number];
    count += weight;
    sum += weight * target;
    isPure &&= target === first;
  }
  return { count, sum, isPure };
}

type Splitter = (from: number, to: number, totals: Totals) => Split | undefined;

function createSplitter(rows: SortedRows, sample: Sample, { columnsPerSplit }: TreeOptions, rng: Rng): Splitter {
  const { n, width, values, targets } = rows;
  const { size, order, weights } = sample;
  const columns = Array.from({ length: width }, (_, column) => column);
  let score: number;
  let best: Split | undefined;

  /** The sum of squares falls most where sumLeft^2 / left + sumRight^2 / right is largest. */
  function scan(column: number, from: number, to: number, totals: Totals): void {
    let [count, sum] = [0, 0];
    let value = values[column * n + (order[column * size + from] as number)] as number;
    for (let place = from; place < to - 1; place++) {
      const row = order[column * size + place] as number;
      count += weights[row] as number;
      sum += (weights[row] as number) * (targets[row] as number);
      const below = value;
      value = values[column * n + (order[column * size + place + 1] as number)] as number;
      if (value === below) continue;
      const rest = totals.sum - sum;
      const found = (sum * sum) / count + (rest * rest) / (totals.count - count);
      if (found <= score) continue;
      score = found;
      const middle = (below + value) / 2;
      // Neighbouring doubles have no middle.
      best = { column, threshold: middle < value ? middle : below };
    }
  }

  return (from, to, totals) => {
    score = -Infinity;
    best = undefined;
    for (let i = 0; i < columnsPerSplit; i++) {
      const j = i + rng.integer(width - i);
      const column = columns[j] as number;
      columns[j] = columns[i] as number;
      columns[i] = column;
      scan(column, from, to, totals);
    }
    return best;
  };
}

/** In every column brings the rows that go left to the front and keeps their order; where the others begin. */
function partition(rows: SortedRows, sample: Sample, [from, to]: readonly [number, number], split: Split): number {
  const { n, width, values } = rows;
  const { size, order, goesLeft, right } = sample;
  for (let place = from; place < to; place++) {
    const row = order[place] as number;
    goesLeft[row] = (values[split.column * n + row] as number) <= split.threshold ? 1 : 0;
  }
  let middle = from;
  for (let column = 0; column < width; column++) {
    const start = column * size;
    let [left, rest] = [from, 0];
    for (let place = from; place < to; place++) {
      const row = order[start + place] as number;
      if (goesLeft[row] === 1) order[start + left++] = row;
      else right[rest++] = row;
    }
    order.set(right.subarray(0, rest), start + left);
    middle = left;
  }
  return middle;
}
