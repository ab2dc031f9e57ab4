import type { JsonObject } from '../../core/types.js';
import type { CmaConstants } from './cma-constants.js';
import type { CmaState } from './cma.js';

/** When a run of CMA-ES has nothing more to find. */
export interface CmaTolerances extends JsonObject {
  readonly tolfun: number;
  readonly tolx: number;
  readonly tolxup: number;
  readonly tolcondition: number;
}

/** Their defaults, which are those of `pycma` and `cmaes`. */
export const CMA_TOLERANCES: JsonObject = {
  tolfun: {
    type: 'number',
    minimum: 0,
    default: 1e-12,
    description: 'A run ends when the values of 10 + 30 n / lambda generations differ by less.',
  },
  tolx: { type: 'number', minimum: 0, default: 1e-12, description: 'It ends when all steps are below so many sigmas.' },
  tolxup: { type: 'number', exclusiveMinimum: 0, default: 1e4, description: 'It ends when a step grows beyond this.' },
  tolcondition: {
    type: 'number',
    minimum: 1,
    default: 1e14,
    description: "It ends when the covariance's largest eigenvalue is so many times its smallest.",
  },
};

export type CmaStop = (state: CmaState, values: readonly number[]) => boolean;

/**
 * Whether a run should end, asked after each generation with its values, the best first (infinity where an evaluation
 * failed): tolfun, flat fitness, tolx, tolxup, no effect of a step, condition (Hansen 2016, appendix B.3).
 */
export function createCmaStop(constants: CmaConstants, sigma: number, tolerances: CmaTolerances): CmaStop {
  const { n, lambda } = constants;
  const history = new Float64Array(2 * (10 + Math.ceil((30 * n) / lambda))).fill(Infinity);
  let flat = 0;
  return (state, values) => {
    const [best, worst] = [values[0] as number, values[lambda - 1] as number];
    const at = (2 * state.generation) % history.length;
    history[at] = best;
    history[at + 1] = worst;
    flat = best === values[Math.floor(0.75 * lambda)] ? flat + 1 : 0;
    return (
      // As pycma, more than one generation of which three quarters are alike.
      flat > 1 ||
      (2 * state.generation > history.length && Math.max(...history) - Math.min(...history) < tolerances.tolfun) ||
      isSmall(state, tolerances.tolx * sigma) ||
      state.sigma * (state.axes[n - 1] as number) > tolerances.tolxup ||
      isWithoutEffect(state, n) ||
      ((state.axes[n - 1] as number) / (state.axes[0] as number)) ** 2 > tolerances.tolcondition
    );
  };
}

function isSmall({ sigma, covariance, path }: CmaState, tolerance: number): boolean {
  const n = path.length;
  for (let i = 0; i < n; i++) {
    if (sigma * Math.sqrt(covariance[i * n + i] as number) >= tolerance) return false;
    if (sigma * Math.abs(path[i] as number) >= tolerance) return false;
  }
  return true;
}

/** A fifth of a standard deviation in one coordinate, or a tenth along one axis (in turn), leaves the mean as it was. */
function isWithoutEffect({ mean, sigma, covariance, axes, directions, generation }: CmaState, n: number): boolean {
  const axis = generation % n;
  const step = 0.1 * sigma * (axes[axis] as number);
  let isStuck = true;
  for (let i = 0; i < n; i++) {
    const x = mean[i] as number;
    if (x === x + 0.2 * sigma * Math.sqrt(covariance[i * n + i] as number)) return true;
    isStuck &&= x === x + step * (directions[i * n + axis] as number);
  }
  return isStuck;
}
