/** The constants of CMA-ES for a dimension and a population size. */
export interface CmaConstants {
  readonly n: number;
  readonly lambda: number;
  readonly mu: number;
  readonly muEff: number;
  /** Of the negative weights. */
  readonly muEffMinus: number;
  readonly c1: number;
  readonly cMu: number;
  readonly cSigma: number;
  readonly dSigma: number;
  readonly cC: number;
  /** Expectation of the length of a standard normal vector. */
  readonly chiN: number;
  /** lambda, by rank, the best first: the first mu sum to 1, the others are not positive. */
  readonly weights: Float64Array;
}

/** Population size where none is given. */
export function defaultPopulation(n: number): number {
  return 4 + Math.floor(3 * Math.log(n));
}

/**
 * Hansen, The CMA evolution strategy: a tutorial (2016), table 1, as the library `cmaes` has them.
 * @param n - dimensions, >= 1
 * @param lambda - population size, >= 4
 */
export function cmaConstants(n: number, lambda: number): CmaConstants {
  const mu = Math.floor(lambda / 2);
  const raw = Float64Array.from({ length: lambda }, (_, i) => Math.log((lambda + 1) / 2) - Math.log(i + 1));
  const muEff = effective(raw.subarray(0, mu));
  const muEffMinus = effective(raw.subarray(mu));
  const c1 = 2 / ((n + 1.3) ** 2 + muEff);
  const cMu = Math.min(1 - c1 - 1e-8, (2 * (muEff - 2 + 1 / muEff)) / ((n + 2) ** 2 + muEff));
  const cSigma = (muEff + 2) / (n + muEff + 5);
  // So small that the covariance stays positive definite.
  const minus = Math.min(1 + c1 / cMu, 1 + (2 * muEffMinus) / (muEff + 2), (1 - c1 - cMu) / (n * cMu));
  return {
    n,
    lambda,
    mu,
    muEff,
    muEffMinus,
    c1,
    cMu,
    cSigma,
    dSigma: 1 + 2 * Math.max(0, Math.sqrt((muEff - 1) / (n + 1)) - 1) + cSigma,
    cC: (4 + muEff / n) / (n + 4 + (2 * muEff) / n),
    chiN: Math.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n)),
    weights: scaled(raw, minus),
  };
}

function effective(weights: Float64Array): number {
  let [sum, squares] = [0, 0];
  for (const weight of weights) {
    sum += weight;
    squares += weight * weight;
  }
  return (sum * sum) / squares;
}

/** Positive weights that sum to 1, negative ones to -minus. */
function scaled(raw: Float64Array, minus: number): Float64Array {
  let [positive, negative] = [0, 0];
  for (const weight of raw) {
    if (weight >= 0) positive += weight;
    else negative -= weight;
  }
  return raw.map((weight) => (weight >= 0 ? weight / positive : (weight * minus) / negative));
}
