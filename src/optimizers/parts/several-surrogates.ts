import type { Point } from '../../models/non-dominated.js';
import type { Scalarisation } from './scalarisation.js';
import type { Surrogate } from './surrogate.js';

/** A surrogate for each objective, whose predictions are compared as what was evaluated is. */
export function severalSurrogates(each: readonly Surrogate[], scalarisation: Scalarisation): Surrogate {
  return {
    learn(codes, level, objectives) {
      each.forEach((surrogate, i) => surrogate.learn(codes, level, objectives.slice(i, i + 1)));
    },
    isReady: (level) => each.every((surrogate) => surrogate.isReady(level)),
    predict(rows, level) {
      const columns = each.map((surrogate) => surrogate.predict(rows, level));
      const points: Point[] = Array.from(columns[0] ?? [], (_, row) => columns.map((column) => column[row] as number));
      return Float64Array.from(scalarisation.score(points));
    },
  };
}
