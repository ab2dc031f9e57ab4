import type { Regressor } from './regressor.js';

/**
 * Regression by the k nearest observations, weighted by rank as is asymptotically best for k nearest neighbours in so many
 * dimensions (Samworth, Optimal weighted nearest neighbour classifiers, Ann. Statist. 40, 2012; the "optimal" kernel of R's
 * kknn). Of equal distances the older observation is the nearer.
 *
 * *Deviates:* kknn divides every column by its standard deviation; here numbers are unit codes, and a difference of choices, or
 * of activity, counts like the whole range of a number.
 *
 * @param levels - of each column: choices of a categorical, 0 for a number
 * @param k - at least so many rows are needed to fit
 */
export function nearestNeighbours(levels: Int32Array, k: number): Regressor {
  const width = levels.length;
  const weights = samworthWeights(k, width);
  const nearest = new Int32Array(k);
  const distances = new Float64Array(k);
  let [data, values] = [new Float64Array(), new Float64Array()] as [Float64Array, Float64Array];

  /** Puts the k nearest into `nearest`, in order. */
  function search(rows: Float64Array, start: number): void {
    distances.fill(Infinity);
    for (let row = 0; row < values.length; row++) {
      const limit = distances[k - 1] as number;
      const distance = distanceBelow(rows, start, row * width, limit);
      if (distance >= limit) continue;
      let at = k - 1;
      for (; at > 0 && (distances[at - 1] as number) > distance; at--) {
        distances[at] = distances[at - 1] as number;
        nearest[at] = nearest[at - 1] as number;
      }
      distances[at] = distance;
      nearest[at] = row;
    }
  }

  /** The squared distance, or something not below `limit` once it is certain not to be. */
  function distanceBelow(rows: Float64Array, start: number, other: number, limit: number): number {
    let sum = 0;
    for (let column = 0; column < width && sum < limit; column++) {
      const gap = (rows[start + column] as number) - (data[other + column] as number);
      if (levels[column] === 0 && gap * gap >= 0) sum += gap * gap;
      else if (gap !== 0) sum += isMissing(rows[start + column]) && isMissing(data[other + column]) ? 0 : 1;
    }
    return sum;
  }

  return {
    fit(rows, targets) {
      [data, values] = [rows, targets];
    },
    predict(rows) {
      return Float64Array.from({ length: rows.length / width }, (_, point) => {
        search(rows, point * width);
        let sum = 0;
        for (let i = 0; i < k; i++) sum += (weights[i] as number) * (values[nearest[i] as number] as number);
        return sum;
      });
    },
  };
}

function isMissing(code: number | undefined): boolean {
  return Number.isNaN(code);
}

/** They sum to 1; equation 3 of Samworth (2012). */
export function samworthWeights(k: number, dimensions: number): Float64Array {
  const exponent = 2 / dimensions;
  const power = (base: number): number => (base === 0 ? 0 : Math.exp((1 + exponent) * Math.log(base)));
  const scale = dimensions / (2 * Math.exp(exponent * Math.log(k)));
  return Float64Array.from({ length: k }, (_, i) => (1 + dimensions / 2 - scale * (power(i + 1) - power(i))) / k);
}
