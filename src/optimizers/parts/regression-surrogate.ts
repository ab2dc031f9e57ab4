import type { Regressor } from '../../models/regressor.js';
import type { DrivenAxis } from './driven-axis.js';
import { createGrowingRows } from './growing-rows.js';
import type { Surrogate } from './surrogate.js';

/**
 * A regression of the first objective on codes and, as a last column, on the logarithm of the level, scaled to [0, 1]. Failures have the
 * worst loss that was seen.
 * @param regressor - of rows of d + 1 columns
 * @param least - completed evaluations without which it does not predict
 */
export function regressionSurrogate(
  dimensions: number,
  { lower, upper }: Pick<DrivenAxis, 'lower' | 'upper'>,
  regressor: Regressor,
  least: number,
): Surrogate {
  const width = dimensions + 1;
  const rows = createGrowingRows(width);
  const losses: number[] = [];
  const row = new Float64Array(width);
  const span = Math.log(upper / lower);
  const codeOf = (level: number): number => (span > 0 ? Math.log(level / lower) / span : 0);
  let completed = 0;
  let isFitted = false;

  function fit(): void {
    const worst = losses.reduce((most, loss) => (loss === Infinity ? most : Math.max(most, loss)), -Infinity);
    const targets = Float64Array.from(losses, (loss) => (loss === Infinity ? worst : loss));
    regressor.fit(rows.data.slice(0, rows.size * width), targets);
    isFitted = true;
  }

  return {
    learn(codes, level, [loss = Infinity]) {
      row.set(codes);
      row[dimensions] = codeOf(level);
      rows.push(row);
      losses.push(loss);
      if (loss !== Infinity) completed++;
      isFitted = false;
    },
    isReady: () => completed >= least,
    predict(points, level) {
      if (!isFitted) fit();
      const code = codeOf(level);
      const wider = new Float64Array((points.length / dimensions) * width);
      for (let from = 0, to = 0; from < points.length; from += dimensions, to += width) {
        wider.set(points.subarray(from, from + dimensions), to);
        wider[to + dimensions] = code;
      }
      return regressor.predict(wider);
    },
  };
}
