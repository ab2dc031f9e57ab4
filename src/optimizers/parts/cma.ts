import { symmetricEigen } from '../../models/symmetric-eigen.js';
import type { CmaConstants } from './cma-constants.js';

/** What is known of the search distribution N(mean, sigma^2 C), C = B diag(D^2) B^T. */
export interface CmaState {
  /** n */
  readonly mean: Float64Array;
  readonly sigma: number;
  /** n x n, row by row. */
  readonly covariance: Float64Array;
  /** Evolution path of the covariance, n. */
  readonly path: Float64Array;
  /** D, the roots of the eigenvalues, n, ascending. */
  readonly axes: Float64Array;
  /** B, n x n: column j is the direction of axis j. */
  readonly directions: Float64Array;
  readonly generation: number;
}

export interface Cma {
  readonly state: CmaState;
  /** The point mean + sigma C^(1/2) z of a standard normal z (n). */
  point(z: Float64Array): Float64Array;
  /** Takes a generation: lambda points, the best first. */
  update(ranked: readonly Float64Array[]): void;
}

/** Beyond this the step size means nothing any more; as in the library `cmaes`. */
const SIGMA_MAX = 1e32;
const EPSILON = 1e-8;

type Vector = Float64Array;

/**
 * CMA-ES with rank-one, rank-mu and active update (Hansen, The CMA evolution strategy: a tutorial, 2016, appendix A).
 *
 * *Deviates:* points are mean + sigma C^(1/2) z with the symmetric root B D B^T, not mean + sigma B D z. The distribution is
 * the same, and no point depends on the signs and the order that a decomposition gives its vectors.
 */
export function createCma(constants: CmaConstants, start: Vector, sigma: number): Cma {
  const { n } = constants;
  const state = {
    mean: Float64Array.from(start),
    sigma,
    covariance: identity(n),
    path: new Float64Array(n),
    axes: new Float64Array(n).fill(1),
    directions: identity(n),
    generation: 0,
  };
  const sigmaPath = new Float64Array(n);
  /** What is left in that path of its start at zero, squared. */
  let decay = 1;

  /** C^(1/2) v = B D B^T v, or with 1 / D the inverse root. */
  function root(vector: Vector, inverse = false): Vector {
    const { axes, directions } = state;
    const result = new Float64Array(n);
    for (let j = 0; j < n; j++) {
      let along = 0;
      for (let i = 0; i < n; i++) along += (directions[i * n + j] as number) * (vector[i] as number);
      const axis = axes[j] as number;
      along = inverse ? along / axis : along * axis;
      for (let i = 0; i < n; i++) result[i] = (result[i] as number) + (directions[i * n + j] as number) * along;
    }
    return result;
  }

  function update(ranked: readonly Vector[]): void {
    const { mean } = state;
    const steps = ranked.map((point) => point.map((x, i) => (x - (mean[i] as number)) / state.sigma));
    const mid = weightedMean(steps, constants);
    for (let i = 0; i < n; i++) mean[i] = (mean[i] as number) + state.sigma * (mid[i] as number);
    const { cSigma, dSigma, muEff, chiN, cC } = constants;
    follow(sigmaPath, cSigma, Math.sqrt(cSigma * (2 - cSigma) * muEff), root(mid, true));
    const length = norm(sigmaPath);
    state.sigma = Math.min(state.sigma * Math.exp((cSigma / dSigma) * (length / chiN - 1)), SIGMA_MAX);
    state.generation++;
    decay *= (1 - cSigma) * (1 - cSigma);
    const isCalm = length / Math.sqrt(1 - decay) < (1.4 + 2 / (n + 1)) * chiN;
    follow(state.path, cC, isCalm ? Math.sqrt(cC * (2 - cC) * muEff) : 0, mid);
    const lengths = steps.map((step) => norm(root(step, true)));
    updateCovariance(state.covariance, constants, { path: state.path, steps, lengths, isCalm });
    decompose(state, n);
  }

  return {
    state,
    point(z) {
      const { mean } = state;
      return root(z).map((y, i) => (mean[i] as number) + state.sigma * y);
    },
    update,
  };
}

function identity(n: number): Vector {
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) matrix[i * n + i] = 1;
  return matrix;
}

/** Of the best mu steps. */
function weightedMean(steps: readonly Vector[], { n, mu, weights }: CmaConstants): Vector {
  const mean = new Float64Array(n);
  for (let k = 0; k < mu; k++) {
    const step = steps[k] as Vector;
    for (let i = 0; i < n; i++) mean[i] = (mean[i] as number) + (weights[k] as number) * (step[i] as number);
  }
  return mean;
}

/** path = (1 - rate) path + gain step */
function follow(path: Vector, rate: number, gain: number, step: Vector): void {
  for (let i = 0; i < path.length; i++) path[i] = (1 - rate) * (path[i] as number) + gain * (step[i] as number);
}

function norm(vector: Vector): number {
  let sum = 0;
  for (const x of vector) sum += x * x;
  return Math.sqrt(sum);
}

interface Evidence {
  readonly path: Vector;
  readonly steps: readonly Vector[];
  /** Of the steps in the metric of C. */
  readonly lengths: readonly number[];
  /** False while the step size grows so fast that the path stalls (h_sigma = 0). */
  readonly isCalm: boolean;
}

/** Equation 47 with the active weights of equation 46; both triangles alike. */
function updateCovariance(covariance: Vector, constants: CmaConstants, evidence: Evidence): void {
  const { n, c1, cMu, cC, weights } = constants;
  const { path, steps, lengths, isCalm } = evidence;
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const keep = 1 + (isCalm ? 0 : c1 * cC * (2 - cC)) - c1 - cMu * sum;
  const active = weights.map((weight, k) =>
    weight >= 0 ? weight : (weight * n) / ((lengths[k] as number) ** 2 + EPSILON),
  );
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let change = c1 * (path[i] as number) * (path[j] as number);
      for (let k = 0; k < steps.length; k++) {
        const step = steps[k] as Vector;
        change += cMu * (active[k] as number) * (step[i] as number) * (step[j] as number);
      }
      covariance[i * n + j] = covariance[j * n + i] = keep * (covariance[i * n + j] as number) + change;
    }
  }
}

/** Eigenvalues that rounding made negative become small positive ones, in C too. */
function decompose(state: { covariance: Vector; axes: Vector; directions: Vector }, n: number): void {
  const { values, vectors } = symmetricEigen(state.covariance, n);
  state.axes = values.map((value) => Math.sqrt(value < 0 ? EPSILON : value));
  state.directions = vectors;
  if (!values.some((value) => value < 0)) return;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let k = 0; k < n; k++) {
        sum += (vectors[i * n + k] as number) * (state.axes[k] as number) ** 2 * (vectors[j * n + k] as number);
      }
      state.covariance[i * n + j] = sum;
    }
  }
}
