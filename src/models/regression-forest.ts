import type { Rng } from '../core/rng.js';
import type { Regressor } from './regressor.js';
import { growTree, predictTree, type RegressionTree, type SortedRows, type TreeOptions } from './regression-tree.js';

export interface ForestOptions extends TreeOptions {
  readonly trees: number;
}

/**
 * A random forest (Breiman 2001): each tree on a bootstrap sample, the prediction their mean. Choices are ordered by their
 * index, and what is inactive lies below everything.
 */
export function regressionForest(width: number, options: ForestOptions, rng: Rng): Regressor {
  let trees: RegressionTree[] = [];
  return {
    fit(rows, targets) {
      const n = targets.length;
      const sorted = sortRows(rows, targets, width);
      trees = Array.from({ length: options.trees }, () => {
        const weights = new Uint32Array(n);
        for (let i = 0; i < n; i++) {
          const row = rng.integer(n);
          weights[row] = (weights[row] as number) + 1;
        }
        return growTree(sorted, weights, options, rng);
      });
    },
    predict(rows) {
      const complete = rows.map(orBelow);
      const sums = new Float64Array(rows.length / width);
      for (const tree of trees) {
        for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] as number) + predictTree(tree, complete, i * width);
      }
      return sums.map((sum) => sum / trees.length);
    },
  };
}

/** Codes are not negative. */
const BELOW = -1;

function orBelow(code: number): number {
  return Number.isNaN(code) ? BELOW : code;
}

function sortRows(rows: Float64Array, targets: Float64Array, width: number): SortedRows {
  const n = targets.length;
  const values = new Float64Array(width * n);
  const order = new Int32Array(width * n);
  for (let column = 0; column < width; column++) {
    const own = values.subarray(column * n, (column + 1) * n);
    for (let row = 0; row < n; row++) own[row] = orBelow(rows[row * width + column] as number);
    const numbers = Int32Array.from({ length: n }, (_, row) => row);
    order.set(
      numbers.sort((a, b) => (own[a] as number) - (own[b] as number) || a - b),
      column * n,
    );
  }
  return { n, width, values, order, targets };
}
