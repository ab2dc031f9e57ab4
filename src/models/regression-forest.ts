import type { Rng } from '../core/rng.js';
import type { Regressor } from './regressor.js';
import { growTree, predictTree, type RankedRows, type RegressionTree, type TreeOptions } from './regression-tree.js';

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
      const ranked = rankRows(rows.map(orBelow), targets, width);
      trees = Array.from({ length: options.trees }, () => {
        const sample = new Uint32Array(n).map(() => rng.integer(n));
        return growTree(ranked, sample, options, rng);
      });
    },
    predict(rows) {
      const complete = rows.map(orBelow);
      return Float64Array.from({ length: rows.length / width }, (_, i) => {
        let sum = 0;
        for (const tree of trees) sum += predictTree(tree, complete, i * width);
        return sum / trees.length;
      });
    },
  };
}

/** Codes are not negative. */
const BELOW = -1;

function orBelow(code: number): number {
  return Number.isNaN(code) ? BELOW : code;
}

function rankRows(rows: Float64Array, targets: Float64Array, width: number): RankedRows {
  const n = targets.length;
  const ranks = new Float64Array(width * n);
  const values = Array.from({ length: width }, (_, column) => {
    const all = Float64Array.from({ length: n }, (_row, i) => rows[i * width + column] as number);
    const different = Float64Array.from(new Set(all)).sort();
    const rankOf = new Map([...different].map((value, rank) => [value, rank]));
    all.forEach((value, i) => (ranks[column * n + i] = rankOf.get(value) as number));
    return different;
  });
  return { n, width, ranks, values, targets };
}
